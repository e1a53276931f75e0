import { useEffect, useState } from 'preact/hooks';
import type { ImportRecord } from '../../../lib/import/report.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Formats } from '../../shared/format.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import type { ImportActions } from './import-actions.ts';

interface ImportHistoryProps {
  importing: ImportActions;
  version: number;
  t: Translate;
  formats: Formats;
}

const stateKeys: Record<ImportRecord['state'], MessageKey> = {
  running: 'importStateRunning',
  stopped: 'importStateStopped',
  failed: 'importStateFailed',
  done: 'importStateDone',
  undone: 'importStateUndone',
};

/** Earlier imports, each with a button that undoes it. */
export function ImportHistory({ importing, version, t, formats }: ImportHistoryProps) {
  const [records, setRecords] = useState<ImportRecord[]>([]);
  const [asked, setAsked] = useState<ImportRecord>();
  const { listImports, state } = importing;
  useEffect(() => {
    let isCurrent = true;
    void listImports().then(
      (found) => isCurrent && setRecords(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [listImports, version, state.phase]);
  if (records.length === 0) return null;
  return (
    <section class="card">
      <h3>{t('importHistory')}</h3>
      <ul class="usage">
        {records.map((record) => (
          <li key={record.id}>
            <div class="usage-words">
              <strong>{record.names.join(', ')}</strong>
              <span>
                {t('importHistoryMails', { count: record.report.mails.added })} · {t(stateKeys[record.state])}
              </span>
              <span class="quiet">{formats.ownMoment(record.startedAt)}</span>
            </div>
            {record.state !== 'undone' && (
              <Button
                aria-label={`${t('importUndo')}: ${record.names.join(', ')}`}
                onClick={() => setAsked(record)}
              >
                {t('importUndo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <Dialog
          title={t('importUndoAsk', { name: asked.names.join(', ') })}
          onClose={() => setAsked(undefined)}
          buttons={
            <>
              <Button onClick={() => setAsked(undefined)}>{t('sharedCancel')}</Button>
              <Button
                kind="danger"
                onClick={() => {
                  setAsked(undefined);
                  importing.undo(asked.id);
                }}
              >
                {t('importUndo')}
              </Button>
            </>
          }
        >
          <p>{t('importUndoText')}</p>
        </Dialog>
      )}
    </section>
  );
}
