import type { CheckMode, CheckRecord, CheckState } from '../../../lib/import/check.ts';
import type { AccountKey, SourceId } from '../../../lib/mail/mail.ts';
import type { MailboxFacts } from '../../../lib/mail/report.ts';

/** The actions of the report page; absent where there is no database. */
export interface ReportActions {
  state: CheckState;
  /** The facts about every mailbox that its rows do not contain. */
  readMailboxFacts(): Promise<MailboxFacts[]>;
  /** The services that a backup can be asked of. */
  services: readonly SourceId[];
  /** Asks the service for what is missing in the mailbox, and for nothing else. */
  askAgain(mailbox: AccountKey): void;
  checkStore(mode: CheckMode): void;
  checkFiles(files: readonly File[], mode: CheckMode): void;
  cancel(): void;
  repair(record: CheckRecord): void;
  /** Newest first. */
  listChecks(): Promise<CheckRecord[]>;
}
