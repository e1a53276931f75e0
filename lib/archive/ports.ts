import type { AccountKey, MailContent, MailRow, Sender } from '../mail/mail.ts';
import type { AssetStatus } from '../mail/mail-library.ts';

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

/** How a mail looked before the service changed it. */
export interface MailVersion {
  /** ISO time at which the change was seen. */
  replacedAt: string;
  row: MailRow;
  content: MailContent;
}

/** One stored mail with everything known about it. */
export interface ArchiveMail {
  row: MailRow;
  content: MailContent;
  /** In the order of `content.assets`; then those that only earlier versions show. */
  assets: AssetStatus[];
  /** Oldest first; empty for a mail that never changed. */
  versions: MailVersion[];
}

/** What an archive is made of. The same stored content is told in the same words and order every time. */
export interface ArchiveContent {
  /** Ordered by service, then account. */
  accounts(): Promise<ArchiveAccount[]>;
  /** Every mail of the account, oldest first, mails of one second by id. A few at a time are in memory. */
  mails(owner: AccountKey, signal: AbortSignal): AsyncIterable<ArchiveMail>;
  /** The saved bytes by reference; undefined when they are not there or not of the length noted. */
  openAsset(owner: AccountKey, assetKey: string): Promise<Blob | undefined>;
}

/** The person's own marks, apart from what the service sent. */
export interface AccountMeta extends AccountKey {
  serviceName: string;
  utcOffsetMinutes: number;
  senders: Sender[];
  /** Ids of mails with a star. */
  starred: string[];
  /** Ids of mails the service no longer listed. */
  withdrawn: string[];
  versions: MailVersion[];
}
