import type { CheckMode, CheckRecord, CheckState } from '../../../lib/import/check.ts';
import type { MailboxFacts } from '../../../lib/mail/report.ts';

/** What the report page can do; absent where there is no database. */
export interface ReportActions {
  state: CheckState;
  /** What is known of every mailbox besides its rows. */
  readMailboxFacts(): Promise<MailboxFacts[]>;
  checkStore(mode: CheckMode): void;
  checkFiles(files: readonly File[], mode: CheckMode): void;
  cancel(): void;
  repair(record: CheckRecord): void;
  /** Newest first. */
  listChecks(): Promise<CheckRecord[]>;
}
