import type { MailKey } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';

/** Focuses the current row of the list, after the next render. */
export function focusList(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.mail-row[tabindex="0"]')?.focus());
}

/** Focuses a mail's row, or the current one when the list does not contain that mail. */
export function focusRow(key: MailKey): void {
  requestAnimationFrame(() => {
    const link = document.querySelector<HTMLElement>(`[data-mail="${CSS.escape(mailKeyText(key))}"]`);
    if (link) link.focus();
    else focusList();
  });
}
