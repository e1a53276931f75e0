import type { CheckMode, CheckRecord, CheckState } from '../../../lib/import/check.ts';
import type { MailboxFacts } from '../../../lib/mail/report.ts';

/** The actions of the report page; absent where there is no database. */
export interface ReportActions {
  state: CheckState;
  /** The facts about every mailbox that its rows do not contain. */
  readMailboxFacts(): Promise<MailboxFacts[]>;
  checkStore(mode: CheckMode): void;
  checkFiles(files: readonly File[], mode: CheckMode): void;
  cancel(): void;
  repair(record: CheckRecord): void;
  /** Newest first. */
  listChecks(): Promise<CheckRecord[]>;
}
