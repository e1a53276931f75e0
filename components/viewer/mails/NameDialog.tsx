import { useId, useState } from 'preact/hooks';
import type { MailRow } from '../../../lib/mail/mail.ts';
import type { Nickname } from '../../../lib/mail/marks.ts';
import { nameless } from '../../../lib/mail/nickname.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Translate } from '../../shared/translate.ts';
import { RadioGroup } from '../shared/RadioGroup.tsx';
import type { MarksView } from '../shared/use-marks.ts';

interface NameDialogProps {
  row: MailRow;
  rule: Nickname | undefined;
  edit: NonNullable<MarksView['edit']>;
  onClose(): void;
  t: Translate;
}

type Choice = 'written' | 'other' | 'nameless';

/** Asks how a sender's mails shall show the name the reader has in them. */
export function NameDialog({ row, rule, edit, onClose, t }: NameDialogProps) {
  const [choice, setChoice] = useState<Choice>(
    rule === undefined ? 'written' : rule.shown === nameless ? 'nameless' : 'other',
  );
  const [written, setWritten] = useState(rule?.written ?? '');
  const [shown, setShown] = useState(rule && rule.shown !== nameless ? rule.shown : '');
  const [writtenId, shownId, hintId] = [useId(), useId(), useId()];
  const owner = { service: row.service, account: row.account, senderId: row.from.id };
  const save = (): void => {
    const other = choice === 'nameless' ? nameless : shown.trim();
    const isOff = choice === 'written' || other === '';
    void edit(
      isOff
        ? { deleteNickname: owner }
        : { putNicknames: [{ ...owner, written: written.trim(), shown: other }] },
    ).then(onClose, onClose);
  };
  return (
    <Dialog
      title={t('viewerNameTitle', { name: row.from.name })}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{t('sharedCancel')}</Button>
          <Button kind="primary" onClick={save}>
            {t('viewerSave')}
          </Button>
        </>
      }
    >
      <RadioGroup
        legend={t('viewerNameShow')}
        value={choice}
        choices={[
          { value: 'written', label: t('viewerNameWritten') },
          { value: 'other', label: t('viewerNameOther') },
          { value: 'nameless', label: t('viewerNameless') },
        ]}
        onChange={(value) => setChoice(value)}
      />
      {choice === 'other' && (
        <div class="labelled">
          <label for={shownId}>{t('viewerNameShown')}</label>
          <input
            id={shownId}
            class="field"
            value={shown}
            autoComplete="off"
            onInput={(event) => setShown(event.currentTarget.value)}
          />
        </div>
      )}
      {choice !== 'written' && (
        <div class="labelled">
          <label for={writtenId}>{t('viewerNameAsWritten')}</label>
          <input
            id={writtenId}
            class="field"
            value={written}
            autoComplete="off"
            aria-describedby={hintId}
            onInput={(event) => setWritten(event.currentTarget.value)}
          />
          <p class="quiet" id={hintId}>
            {t('viewerNameAsWrittenText')}
          </p>
        </div>
      )}
    </Dialog>
  );
}
