import { useCallback } from 'preact/hooks';
import type { MailKey } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { MailMark, MarkChange } from '../../../lib/mail/marks.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import type { Notice } from '../shared/use-notice.ts';
import type { MarksView } from '../shared/use-marks.ts';

/**
 * Changes the marks of mails; with `said`, the change is shown as a notice and can be undone. Undefined where marks
 * cannot be changed.
 */
export type MarkMails =
  ((keys: readonly MailKey[], change: MarkChange, said?: MessageKey) => void) | undefined;

/** The only function through which pages change the marks of mails. */
export function useMarkActions(marks: MarksView, notify: (notice: Notice) => void, t: Translate): MarkMails {
  const { byKey, edit } = marks;
  const mark = useCallback(
    (keys: readonly MailKey[], change: MarkChange, said?: MessageKey): void => {
      if (!edit) return;
      const before = keys.map((key) => byKey.get(mailKeyText(key)) ?? blankMark(key));
      void edit({ change: { keys, change } }).then(
        () =>
          said &&
          notify({
            text: t(said, { count: keys.length }),
            undo: () => void edit({ putMails: before }).catch(() => undefined),
          }),
        () => notify({ text: t('viewerMarkFailed') }),
      );
    },
    [edit, byKey, notify, t],
  );
  return edit ? mark : undefined;
}

function blankMark({ service, account, id }: MailKey): MailMark {
  return { service, account, id, tags: [], note: '' };
}
