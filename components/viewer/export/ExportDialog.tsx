import { useEffect, useId, useMemo, useState } from 'preact/hooks';
import { noMarks, type Marks } from '../../../lib/mail/marks.ts';
import type { ExportOptions } from '../../../lib/messages.ts';
import { Button } from '../../shared/Button.tsx';
import { describeExports } from '../../shared/describe-exports.ts';
import { Dialog } from '../../shared/Dialog.tsx';
import type { PageProps } from '../page-props.ts';
import { listMailboxes, mailboxKey } from '../shared/mail-filter.ts';
import { mailboxName } from '../shared/mailbox-name.ts';
import { RadioGroup } from '../shared/RadioGroup.tsx';
import {
  blankForm,
  countChosen,
  knowsName,
  optionsOf,
  senderOf,
  volumeSizes,
  type ExportForm,
  type ExportSender,
} from './export-form.ts';
import { SenderChoice } from './SenderChoice.tsx';

interface ExportDialogProps extends Pick<PageProps, 'library' | 'mails' | 'actions' | 't' | 'formats'> {
  onExport(options: ExportOptions): void;
  onClose(): void;
}

/** Asks which mails to export, in which format, and into files of which size. */
export function ExportDialog({ library, mails, actions, onExport, onClose, t, formats }: ExportDialogProps) {
  const { rows, serviceNames } = mails;
  const [form, setForm] = useState(blankForm);
  const [marks, setMarks] = useState<Marks>(noMarks);
  const change = (fields: Partial<ExportForm>): void => setForm((before) => ({ ...before, ...fields }));
  const [openedAt] = useState(Date.now);
  const [countId, nameHintId] = [useId(), useId()];

  useEffect(() => {
    void library.marks.read().then(setMarks, () => undefined);
  }, [library]);

  const mailboxes = useMemo(() => listMailboxes(rows), [rows]);
  const senders = useMemo(() => {
    const found = new Map<string, ExportSender>();
    for (const { service, from } of rows) {
      const key = senderOf({ service, from });
      if (!found.has(key)) found.set(key, { key, service, id: from.id, name: from.name });
    }
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, t.language));
  }, [rows, t]);
  const known = useMemo(() => ({ mailboxes, senders, marks }), [mailboxes, senders, marks]);
  const options = optionsOf(form, known);
  const isNameKnown = knowsName(known);
  const chosen = useMemo(() => countChosen(rows, optionsOf(form, known), marks), [rows, form, known, marks]);
  const waiting = actions?.exports?.mailsWaiting ?? 0;
  const count = form.isNew ? Math.min(chosen, waiting) : chosen;
  const said = describeExports(actions?.exports, t, openedAt);
  const isBackwards = form.firstDay !== '' && form.lastDay !== '' && form.firstDay > form.lastDay;

  return (
    <Dialog
      title={t('exportOptions')}
      onClose={onClose}
      buttons={
        <>
          <p class="export-count" id={countId} role="status">
            {isBackwards
              ? t('exportOptionsBackwards')
              : t(form.isNew ? 'exportOptionsAtMost' : 'viewerMailCount', { count })}
          </p>
          <Button onClick={onClose}>{t('sharedCancel')}</Button>
          <Button
            kind="primary"
            disabled={count === 0 || isBackwards}
            aria-describedby={countId}
            onClick={() => onExport(options)}
          >
            {t('exportOptionsStart')}
          </Button>
        </>
      }
    >
      <div class="export-form">
        {said !== undefined && <p class="quiet">{said}</p>}
        {mailboxes.length > 1 && (
          <label class="export-field">
            <span>{t('viewerMailbox')}</span>
            <select
              class="field"
              value={form.mailbox}
              onChange={(event) => change({ mailbox: event.currentTarget.value })}
            >
              <option value="">{t('viewerAllMailboxes')}</option>
              {mailboxes.map((box) => (
                <option key={mailboxKey(box)} value={mailboxKey(box)}>
                  {mailboxName(box, serviceNames, t)}
                </option>
              ))}
            </select>
          </label>
        )}
        {senders.length > 1 && (
          <SenderChoice
            senders={senders}
            chosen={form.senders}
            onChange={(keys) => change({ senders: keys })}
            t={t}
          />
        )}
        <div class="export-days" role="group" aria-label={t('exportOptionsDays')}>
          <label class="export-field">
            <span>{t('exportOptionsFirstDay')}</span>
            <input
              class="field"
              type="date"
              value={form.firstDay}
              onInput={(event) => change({ firstDay: event.currentTarget.value })}
            />
          </label>
          <label class="export-field">
            <span>{t('exportOptionsLastDay')}</span>
            <input
              class="field"
              type="date"
              value={form.lastDay}
              onInput={(event) => change({ lastDay: event.currentTarget.value })}
            />
          </label>
        </div>
        {marks.tags.length > 0 && (
          <label class="export-field">
            <span>{t('exportOptionsTag')}</span>
            <select
              class="field"
              value={form.tag}
              onChange={(event) => change({ tag: event.currentTarget.value })}
            >
              <option value="">{t('exportOptionsAnyTag')}</option>
              {marks.tags.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <div class="export-checks">
          {(
            [
              ['isStarred', 'exportOptionsStarred'],
              ['isNew', 'exportOptionsNew'],
              ['isWithoutFiles', 'exportOptionsWithoutFiles'],
            ] as const
          ).map(([name, label]) => (
            <label class="export-check" key={name}>
              <input
                type="checkbox"
                checked={form[name]}
                onChange={(event) => change({ [name]: event.currentTarget.checked })}
              />
              <span>{t(label)}</span>
            </label>
          ))}
          <label class="export-check">
            <input
              type="checkbox"
              checked={options.isWithoutName}
              disabled={!isNameKnown}
              {...(isNameKnown ? {} : { 'aria-describedby': nameHintId })}
              onChange={(event) => change({ isWithoutName: event.currentTarget.checked })}
            />
            <span>{t('exportOptionsWithoutName')}</span>
          </label>
          {!isNameKnown && (
            <p class="quiet" id={nameHintId}>
              {t('exportOptionsNameUnknown')}
            </p>
          )}
        </div>
        <RadioGroup
          legend={t('exportOptionsFormat')}
          value={form.format}
          choices={[
            { value: 'zip', label: t('exportFormatZip'), text: t('exportFormatZipText') },
            { value: 'mbox', label: t('exportFormatMbox'), text: t('exportFormatMboxText') },
            { value: 'lists', label: t('exportFormatLists'), text: t('exportFormatListsText') },
          ]}
          onChange={(format) => change({ format })}
        />
        {form.format === 'zip' && (
          <label class="export-field">
            <span>{t('exportOptionsSize')}</span>
            <select
              class="field"
              value={String(form.volumeBytes)}
              onChange={(event) => change({ volumeBytes: Number(event.currentTarget.value) })}
            >
              <option value="0">{t('exportOptionsOneFile')}</option>
              {volumeSizes.map((size) => (
                <option key={size} value={String(size)}>
                  {t('exportOptionsVolumes', { size: formats.bytes(size) })}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </Dialog>
  );
}
