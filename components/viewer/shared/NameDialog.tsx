import { useId, useState } from 'preact/hooks';
import { cleanNames } from '../../../lib/mail/name-choice.ts';
import type { NameChoice, NameMode } from '../../../lib/mail/name-choice.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Translate } from '../../shared/translate.ts';
import { RadioGroup } from './RadioGroup.tsx';
import type { MarksView } from './use-marks.ts';

interface NameDialogProps {
  choice: NameChoice | undefined;
  edit: NonNullable<MarksView['edit']>;
  onClose(): void;
  t: Translate;
}

/** Asks once, for all mailboxes, how the user's own name is shown and how it is written in the mails. */
export function NameDialog({ choice, edit, onClose, t }: NameDialogProps) {
  const [mode, setMode] = useState<NameMode>(choice?.mode ?? 'written');
  const [written, setWritten] = useState((choice?.written ?? []).join('\n'));
  const [own, setOwn] = useState(choice?.own ?? '');
  const [hasFailed, setFailed] = useState(false);
  const [writtenId, ownId, hintId] = [useId(), useId(), useId()];
  const isIncomplete = mode === 'own' && own.trim() === '';
  const save = (): void => {
    setFailed(false);
    edit({ putName: { mode, written: cleanNames(written.split('\n')), own: own.trim() } }).then(onClose, () =>
      setFailed(true),
    );
  };
  return (
    <Dialog
      title={t('viewerNameTitle')}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{t('sharedCancel')}</Button>
          <Button kind="primary" disabled={isIncomplete} onClick={save}>
            {t('viewerSave')}
          </Button>
        </>
      }
    >
      <div class="name-form">
        <p class="quiet">{t('viewerNameText')}</p>
        <RadioGroup
          legend={t('viewerNameShow')}
          value={mode}
          choices={[
            { value: 'written', label: t('viewerNameWritten') },
            { value: 'own', label: t('viewerNameOther') },
            { value: 'hidden', label: t('viewerNameless') },
          ]}
          onChange={(value) => setMode(value)}
        />
        {mode === 'own' && (
          <div class="labelled">
            <label for={ownId}>{t('viewerNameShown')}</label>
            <input
              id={ownId}
              class="field"
              value={own}
              autoComplete="off"
              onInput={(event) => setOwn(event.currentTarget.value)}
            />
          </div>
        )}
        <div class="labelled">
          <label for={writtenId}>{t('viewerNameAsWritten')}</label>
          <textarea
            id={writtenId}
            class="field"
            rows={2}
            dir="auto"
            spellcheck={false}
            value={written}
            aria-describedby={hintId}
            onInput={(event) => setWritten(event.currentTarget.value)}
          />
          <p class="quiet" id={hintId}>
            {t('viewerNameAsWrittenText')}
          </p>
        </div>
        {hasFailed && <p role="alert">{t('viewerMarkFailed')}</p>}
      </div>
    </Dialog>
  );
}
