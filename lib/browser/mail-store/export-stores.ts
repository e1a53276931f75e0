import type { CleanBody } from '../../mail/mail-library.ts';
import type { AccountKey } from '../../mail/mail.ts';
import { putUnawaited } from './bulk.ts';
import { keyTuple } from './keys.ts';
import type { AccountRecord, Database, WriteTransaction } from './schema.ts';

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

/** The step that makes room for what exports leave behind. */
export function createExportStores(database: Database): void {
  database.createObjectStore('unexported');
  database.createObjectStore('exports', { keyPath: 'id', autoIncrement: true });
  database.createObjectStore('cleanBodies');
}

/**
 * Notes that these mails, as they are now, are in no ZIP: after they were stored, changed, or got a file. To be called
 * once in a transaction, which must hold `unexported`, before its tally is put back. Before the first export nothing is
 * written, for then all mails count: a first backup has enough to write.
 */
export function markUnexported(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  ids: ReadonlySet<string>,
): void {
  if (tally.changesExported === undefined || ids.size === 0) return;
  tally.changes = (tally.changes ?? 1) + 1;
  const store = transaction.objectStore('unexported');
  for (const id of ids) putUnawaited(store, tally.changes, keyTuple(owner, id));
}
