import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Translate } from '../../shared/translate.ts';
import type { MailContent } from '../../../lib/mail/mail.ts';

interface OriginalDialogProps {
  content: MailContent;
  onClose(): void;
  t: Translate;
}

/** A mail as the service sent it, as text: its record and its markup. */
export function OriginalDialog({ content, onClose, t }: OriginalDialogProps) {
  return (
    <Dialog
      title={t('viewerOriginal')}
      onClose={onClose}
      buttons={
        <Button kind="primary" onClick={onClose}>
          {t('sharedClose')}
        </Button>
      }
    >
      <h3>{t('viewerOriginalRecord')}</h3>
      <pre class="original" tabIndex={0} aria-label={t('viewerOriginalRecord')}>
        {readable(content.raw)}
      </pre>
      {content.htmlBody !== undefined && (
        <>
          <h3>{t('viewerOriginalMarkup')}</h3>
          <pre class="original" tabIndex={0} aria-label={t('viewerOriginalMarkup')}>
            {content.htmlBody}
          </pre>
        </>
      )}
    </Dialog>
  );
}

function readable(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), undefined, 2);
  } catch {
    return raw;
  }
}
