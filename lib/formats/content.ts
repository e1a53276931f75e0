import type { AccountKey, MailContent, MailRow, Sender } from '../mail/mail.ts';
import type { CleanBody } from '../mail/mail-library.ts';
import type { AssetStatus } from '../mail/asset.ts';
import type { MailboxRest } from '../mail/mailbox-rest.ts';
import type { Marks } from '../mail/marks.ts';
import type { EarlierMail } from '../mail/known-mail.ts';
import type { StoredFile } from '../zip/stored-file.ts';

/** One mailbox that goes into an archive. */
export interface ArchiveAccount extends AccountKey {
  /** The service's name as shown on screen. */
  serviceName: string;
  /** The service's own zone, in which folders and pages are dated: minutes east of UTC. */
  utcOffsetMinutes: number;
  mails: number;
  /** Files that are saved, and so will be in the archive. */
  savedAssets: number;
}

/** One stored mail with everything known about it. */
export interface ArchiveMail {
  row: MailRow;
  /** The listing's word for this state of the mail: equal words need no second fetch. Absent where it was not listed. */
  version?: string;
  content: MailContent;
  /** The body made safe, where that has been done already. */
  body?: CleanBody;
  /** In the order of `content.assets`; then those that only earlier versions show. */
  assets: AssetStatus[];
  /** Oldest first; empty for a mail that never changed. */
  versions: EarlierMail[];
}

/** What an archive is made of. The same stored content gives the same words in the same order every time. */
export interface ArchiveContent {
  /** Ordered by service, then account. */
  accounts(): Promise<ArchiveAccount[]>;
  /** The rows of the account in the order of `mails`, for counting and choosing. */
  rows(owner: AccountKey, signal: AbortSignal): AsyncIterable<MailRow>;
  /**
   * Every mail of the account, or those that `isChosen` wants, oldest first, mails of one second by id. A few at a time
   * are in memory.
   */
  mails(
    owner: AccountKey,
    signal: AbortSignal,
    isChosen?: (row: MailRow) => boolean,
  ): AsyncIterable<ArchiveMail>;
  rest(owner: AccountKey): Promise<MailboxRest>;
  /** What users put on the mails of all accounts. */
  marks(): Promise<Marks>;
  /** The saved file; undefined when it is not there or not of the length noted. */
  openAsset(owner: AccountKey, assetKey: string): Promise<StoredFile | undefined>;
}

/** The user's own marks, apart from what the service sent. */
export interface AccountMeta extends AccountKey, MailboxRest {
  serviceName: string;
  utcOffsetMinutes: number;
  senders: Sender[];
  /** Ids of mails with a star. */
  starred: string[];
  /** Ids of mails the service no longer listed. */
  withdrawn: string[];
  versions: EarlierMail[];
}
