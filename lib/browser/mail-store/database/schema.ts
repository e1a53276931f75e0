import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Counts, FeedState, Problem, Run, SenderName } from '../../../backup/ports.ts';
import type { AssetFacts, AssetPart, AssetRef, AssetState } from '../../../mail/asset.ts';
import type { AccountKey, MailContent, MailKey, MailRow } from '../../../mail/mail.ts';
import type { MailMark, SavedSearch, Tag } from '../../../mail/marks.ts';
import type { CleanBody } from '../../../mail/mail-library.ts';
import type { KnownMail } from '../../../mail/merge.ts';
import type { NameChoice, SenderNickname } from '../../../mail/name-choice.ts';
import type { CheckRecord } from '../../../import/check.ts';
import type { ImportRecord } from '../../../import/report.ts';
import type { FeedId } from '../../../sources/source.ts';

/** The database's name, fixed for ever: the mails live under it. */
export const databaseName = 'mail-ark';

export type AccountTuple = [service: string, account: string];
export type KeyTuple = [service: string, account: string, id: string];

/** The choice of the reader's name, under the key of its store. */
export interface NameRecord extends NameChoice {
  service: '';
  account: '';
  senderId: '';
}

/** Where and when a mail was listed: the numbers of the first and the last walk of a feed that saw it. */
export interface Sighting {
  feed: FeedId;
  first: number;
  last: number;
}

/** A mail as the listing knows it, whether it is stored or not. */
export interface RefRecord extends MailKey {
  version: string;
  /** The list's record; emptied once the mail is stored. */
  raw: string;
  /** `deleted` is a tombstone: the user threw the mail away, and listing it again must not bring it back. */
  state: 'pending' | 'resolved' | 'quarantined' | 'gone' | 'damaged' | 'deleted';
  /** Place in the queue, smallest first. */
  order: number;
  /** A copy of `order` while the state is `pending`, absent otherwise, so that the index holds only what waits. */
  waits?: number;
  sightings: Sighting[];
  /** One key for each feed of `sightings`, for the index. */
  feedKeys: [service: string, account: string, feed: FeedId][];
  isWithdrawn: boolean;
  /** The list's record itself was not understood: only listing it again can help. */
  isBroken: boolean;
}

/** What the reader and the archive need of a mail, without its words. */
export interface BodyRecord extends MailKey {
  htmlBody?: string;
  raw: string;
  /** Addresses without query. */
  assets: AssetRef[];
  /** How many earlier versions are kept. */
  versionCount: number;
  /** `sumOfMail` of row, words and this; absent on mails stored before there were sums, until they are checked. */
  sum?: string;
}

/** A mail as it was before the service changed it; `number` counts from 0, the oldest. */
export interface VersionRecord extends MailKey {
  number: number;
  /** ISO time at which the change was seen. */
  replacedAt: string;
  row: MailRow;
  content: MailContent;
  /** As in `BodyRecord`. */
  sum?: string;
}

/** One file of a mailbox. Its bytes are in `parts`, once saved. */
export interface AssetRecord extends AccountKey {
  key: string;
  /** Address without query. */
  ref: AssetRef;
  state: AssetState;
  /** An error code, where the state is `gone` or `damaged`. */
  reason?: string;
  facts?: AssetFacts;
  parts?: AssetPart[];
  /** The packs named in `parts`, for the index. */
  packs?: number[];
  /** How many stored mails refer to it, in any of their versions. */
  mailCount: number;
  order: number;
  /** A copy of `order` while the state is `wanted`. */
  waits?: number;
}

/** How much of a pack is still referred to, in bytes of files, headers not counted. Kept beside the Blob: writing the Blob again would copy it. */
export interface PackUse extends AccountKey {
  pack: number;
  sizeBytes: number;
  liveBytes: number;
}

export interface SenderRecord extends AccountKey {
  id: string;
  /** As in the newest mail that was stored last. */
  name: string;
  mailCount: number;
}

export interface FeedRecord extends AccountKey {
  feed: FeedId;
  state: FeedState;
}

export interface ProblemRecord extends Problem {
  /** The record that was not understood, where no ref could be made of it. */
  raw?: string;
}

/** A small picture of a saved image or film. Its bytes are a value of the record: as a Blob each would be a file on disk. */
export interface ThumbnailRecord extends AccountKey {
  key: string;
  bytes: ArrayBuffer;
  contentType: string;
}

/** Counters, changed in the transactions that change what they count. */
export interface AccountRecord extends AccountKey {
  counts: Counts;
  /** The next place in the queue of refs. */
  nextOrder: number;
  /** Rises with each transaction that leaves mails no ZIP holds, once there was an export; absent: 1. */
  changes?: number;
  /** What senders are called; absent: as each mail says. */
  names?: SenderName[];
  /** Ids of senders with mails stored under another name than that. */
  renamed?: string[];
  /** `changes` when the last export began; absent: there was none, and every mail is in no ZIP. */
  changesExported?: number;
}

/** One export that was saved to its end. */
export interface ExportRecord {
  /** Given by the database, rising. */
  id: number;
  finishedAt: string;
  /** The names and, for the browser's list of downloads, the numbers of the saved files. */
  files: { fileName: string; downloadId: number }[];
  sizeBytes: number;
  mails: number;
}

/** A body made safe for the archive's pages, kept because cleaning costs about a millisecond each. */
export interface CleanBodyRecord {
  /** `sanitizerVersion` that made it. */
  version: number;
  /** `fingerprint` of what it was made of. */
  source: string;
  body: CleanBody;
}

/** What one import did to one mail or file; read when it is undone. */
export interface ImportItem extends AccountKey {
  import: string;
  kind: 'mail' | 'asset';
  /** Mail id or asset key. */
  id: string;
  /** `held`: it was here already; noted so that undoing another import leaves it. */
  did: 'added' | 'changed' | 'held';
  /** What was here before, where something was. */
  before?: { mail?: KnownMail; ref?: RefRecord; problem?: ProblemRecord; asset?: AssetRecord };
  /** The sum of the mail as the import left it, for one that was changed. */
  after?: string;
}

/** What one import did to the mark of a mail. `held`: it was so already. */
export interface ImportMarkItem extends MailKey {
  import: string;
  kind: 'mark';
  did: 'added' | 'changed' | 'held';
  before?: MailMark;
  /** As the import left it. */
  after: MailMark;
}

/** What one import did to a tag, a saved search or the choice of the reader's name; none has a service or an account. */
export interface ImportWordItem extends AccountKey {
  import: string;
  kind: 'tag' | 'search' | 'nickname';
  /** Of the choice of the name empty: there is one. */
  id: string;
  /** `changed`: the choice of the name learnt names of the import. */
  did: 'added' | 'changed' | 'held';
  /** What was here before, where it was changed, as JSON. */
  before?: string;
  /** As the import left it, as JSON. */
  after: string;
}

/** The stores. Keys are `[service, account, id]` unless told otherwise. */
export interface MailArkSchema extends DBSchema {
  mails: {
    key: KeyTuple;
    value: MailRow;
    indexes: { sender: KeyTuple; age: [...AccountTuple, receivedAt: string, id: string] };
  };
  bodies: { key: KeyTuple; value: BodyRecord };
  /** The words alone, so that search does not load the bodies; the key is given from outside. */
  texts: { key: KeyTuple; value: string };
  versions: { key: [...KeyTuple, number: number]; value: VersionRecord };
  refs: {
    key: KeyTuple;
    value: RefRecord;
    indexes: { waits: [...AccountTuple, waits: number]; feed: KeyTuple };
  };
  assets: {
    key: KeyTuple;
    value: AssetRecord;
    indexes: { waits: [...AccountTuple, waits: number]; pack: number };
  };
  /** Blobs of joined files, under the numbers of `packUse`. */
  packs: { key: number; value: Blob };
  packUse: { key: number; value: PackUse; indexes: { account: AccountTuple } };
  senders: { key: KeyTuple; value: SenderRecord };
  feeds: { key: KeyTuple; value: FeedRecord };
  runs: { key: string; value: Run };
  problems: { key: [...AccountTuple, kind: string, id: string]; value: ProblemRecord };
  accounts: { key: AccountTuple; value: AccountRecord };
  /** Mails that no finished ZIP holds as they are, with the account's `changes` at the time. */
  unexported: { key: KeyTuple; value: number };
  exports: { key: number; value: ExportRecord };
  cleanBodies: { key: KeyTuple; value: CleanBodyRecord };
  /** What people put on mails, since schema 2. */
  marks: { key: KeyTuple; value: MailMark; indexes: { tag: string } };
  /** One record of three empty keys; until the choice is made anew, those of single senders from before there was one. */
  nicknames: { key: KeyTuple; value: NameRecord | SenderNickname };
  tags: { key: string; value: Tag };
  searches: { key: string; value: SavedSearch };
  /** Since schema 3. Can be made again from the bytes at any time, so no archive holds them. */
  thumbnails: { key: KeyTuple; value: ThumbnailRecord };
  /** What came in from backups, and what each import did to each thing: `[import, kind, service, account, id]`. */
  imports: { key: string; value: ImportRecord };
  importItems: {
    key: [string, kind: string, ...KeyTuple];
    value: ImportItem | ImportMarkItem | ImportWordItem;
    indexes: { item: [kind: string, ...KeyTuple] };
  };
  /** How the last checks of store and ZIPs stand. */
  checks: { key: string; value: CheckRecord };
}

export type StoreName = StoreNames<MailArkSchema>;
export type Database = IDBPDatabase<MailArkSchema>;
export type ReadTransaction = IDBPTransaction<MailArkSchema, StoreName[], 'readonly'>;
export type WriteTransaction = IDBPTransaction<MailArkSchema, StoreName[], 'readwrite'>;
export type UpgradeTransaction = IDBPTransaction<MailArkSchema, StoreName[], 'versionchange'>;
