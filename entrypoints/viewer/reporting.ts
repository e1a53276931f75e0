import type { ReportActions } from '../../components/viewer/report/report-actions.ts';
import { createChecker } from '../../lib/browser/check/checker.ts';
import type { CheckState } from '../../lib/import/check.ts';
import { listInputFiles } from '../../lib/browser/import/choose-files.ts';
import type { MailStore } from '../../lib/browser/mail-store/doors/open-mail-store.ts';

/** Creates the state and actions of the report page for one store; `onChange` is called with every new state. */
export function createReportActions(
  store: Pick<MailStore, 'checks' | 'readMailboxFacts'>,
  { services, askAgain }: Pick<ReportActions, 'services' | 'askAgain'>,
  onChange: (actions: ReportActions) => void,
): ReportActions {
  const state: CheckState = { phase: 'idle' };
  const checker = createChecker({
    store: store.checks,
    now: () => new Date(),
    onState: (next) => onChange({ ...actions, state: next }),
  });
  const actions: ReportActions = {
    state,
    services,
    askAgain,
    readMailboxFacts: store.readMailboxFacts,
    checkStore: (mode) => void checker.checkStore(mode),
    checkFiles: (files, mode) => void checker.checkFiles(listInputFiles(files), mode),
    cancel: checker.cancel,
    repair: (record) => void checker.repair(record),
    listChecks: checker.history,
  };
  return actions;
}
