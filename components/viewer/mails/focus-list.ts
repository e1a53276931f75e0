import type { MailKey } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';

/** Puts the keyboard on the list's current row, once what is going on is drawn. */
export function focusList(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.mail-row[tabindex="0"]')?.focus());
}

/** Puts the keyboard on a mail's row, or on the current one when the list does not show that mail. */
export function focusRow(key: MailKey): void {
  requestAnimationFrame(() => {
    const link = document.querySelector<HTMLElement>(`[data-mail="${CSS.escape(mailKeyText(key))}"]`);
    if (link) link.focus();
    else focusList();
  });
}
