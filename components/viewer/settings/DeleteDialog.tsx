import { useState } from 'preact/hooks';
import type { DeleteScope } from '../../../lib/mail/mail-library.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Translate } from '../../shared/translate.ts';

interface DeleteDialogProps {
  library: NamedLibrary;
  scope: DeleteScope;
  title: string;
  onClose(): void;
  t: Translate;
}

/** Asks before mails are deleted, deletes them, and stays open when that fails. */
export function DeleteDialog({ library, scope, title, onClose, t }: DeleteDialogProps) {
  const [phase, setPhase] = useState<'asking' | 'deleting' | 'failed'>('asking');
  const deleteNow = (): void => {
    setPhase('deleting');
    void library.deleteMails?.(scope).then(onClose, () => setPhase('failed'));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{t('sharedCancel')}</Button>
          <Button kind="danger" disabled={phase === 'deleting'} onClick={deleteNow}>
            {t('sharedDelete')}
          </Button>
        </>
      }
    >
      <p>{t('viewerDeleteText')}</p>
      <p role="status">
        {phase === 'deleting' && t('viewerDeleting')}
        {phase === 'failed' && t('viewerDeleteFailed')}
      </p>
    </Dialog>
  );
}
