import type { SavedAsset } from '../mail/asset.ts';
import type { AccountKey } from '../mail/mail.ts';
import type { MailboxRest } from '../mail/mailbox-rest.ts';
import type { Marks } from '../mail/marks.ts';
import type { ImportTerms, IncomingMail, MailsDone } from './incoming.ts';
import type { ImportRecord } from './report.ts';

/** What is here of one account, so that an import need not read what it would not store. */
export interface StoredSnapshot {
  mailIds: Set<string>;
  /** Deleted by the user, and remembered as unwanted. */
  deletedIds: Set<string>;
  /** SHA-256 of saved files by key. */
  savedAssets: Map<string, string>;
  /** Filled in by the caller that goes through a backup: files it has counted already. */
  seenAssets: Set<string>;
}

/** Mails and bytes that go in together or not at all. */
export interface ImportBatch {
  mails: IncomingMail[];
  assets: SavedAsset[];
}

/** The import's side of the database. Writes reject with `StorageFullError` when there is no room: nothing of the call is then stored. */
export interface ImportStore {
  /** Newest first. */
  listImports(): Promise<ImportRecord[]>;
  putImport(record: ImportRecord): Promise<void>;
  readSnapshot(owner: AccountKey): Promise<StoredSnapshot>;
  /** One transaction. Safe to call again with the same arguments. */
  putBatch(owner: AccountKey, batch: ImportBatch, terms: ImportTerms): Promise<MailsDone>;
  /** What was listed and is not saved, and what failed: known only where nothing better is. */
  putRest(owner: AccountKey, rest: MailboxRest, terms: ImportTerms): Promise<void>;
  /**
   * Joins tags, own stars, notes and names with those here; what the user decided here stays. `id` is the import's; as
   * `joinMarks`.
   */
  putMarks(marks: Marks, options: { id: string; keepsNotes: boolean }): Promise<void>;
  /** Takes away what this import alone brought, and marks it undone. Safe to go on with after a stop. */
  undo(id: string, onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<void>;
}
