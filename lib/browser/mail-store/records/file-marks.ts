import type { AccountKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** What the user put on one picture, film or sound. It lies beside the file's record, so that fetching the file anew keeps it. */
export interface FileMark extends AccountKey {
  /** As in `AssetRef`. */
  key: string;
  isStarred?: true;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** What the user put on files. */
    fileMarks: { key: KeyTuple; value: FileMark };
  }
}

/** The mark of one file. */
export function findFileMark(
  transaction: AnyTransaction,
  owner: AccountKey,
  key: string,
): Promise<FileMark | undefined> {
  return transaction.objectStore('fileMarks').get(keyTuple(owner, key));
}

/** Every mark of a file, of all accounts. */
export function listFileMarks(transaction: AnyTransaction): Promise<FileMark[]> {
  return transaction.objectStore('fileMarks').getAll();
}

/** Writes a mark in the place of the one before. */
export function putFileMark(transaction: WriteTransaction, mark: FileMark): void {
  putUnawaited(transaction.objectStore('fileMarks'), mark);
}

/** Deletes the mark of a file. */
export function deleteFileMark(transaction: WriteTransaction, owner: AccountKey, key: string): void {
  deleteUnawaited(transaction.objectStore('fileMarks'), keyTuple(owner, key));
}
