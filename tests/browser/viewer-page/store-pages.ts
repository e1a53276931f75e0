import type { ImportActions } from '../../../components/viewer/import/import-actions.ts';
import type { ReportActions } from '../../../components/viewer/report/report-actions.ts';
import type { ImportRecord } from '../../../lib/import/report.ts';

const mailbox = { service: 'letters', account: 'a1b2', serviceName: 'Letters' };

const anImport: ImportRecord = {
  id: 'i1',
  startedAt: '2026-11-01T12:00:00Z',
  endedAt: '2026-11-01T12:01:00Z',
  state: 'done',
  names: ['backup.zip'],
  backups: [],
  mailboxes: [mailbox],
  report: {
    mails: { added: 3, changed: 0, held: 1, deleted: 0 },
    files: { added: 2, held: 0, damaged: 0, missing: 0 },
    damaged: [],
    moreDamaged: 0,
  },
};

/** The state and actions of the import page and the report page, as with a database. */
export function storePages(): { importing: ImportActions; reporting: ReportActions } {
  return { importing, reporting };
}

const importing: ImportActions = {
  state: { phase: 'ended', record: anImport },
  chooseFiles: () => undefined,
  dropFiles: () => undefined,
  start: () => undefined,
  cancel: () => undefined,
  forget: () => undefined,
  undo: () => undefined,
  listImports: () => Promise.resolve([anImport]),
};

const reporting: ReportActions = {
  state: { phase: 'idle' },
  services: [],
  askAgain: () => undefined,
  readMailboxFacts: () =>
    Promise.resolve([{ ...mailbox, utcOffsetMinutes: 540, listed: 61, files: [], problems: [] }]),
  checkStore: () => undefined,
  checkFiles: () => undefined,
  cancel: () => undefined,
  repair: () => undefined,
  listChecks: () => Promise.resolve([]),
};
