import type { AccountKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** A file whose small picture is meant. */
export interface ThumbnailKey extends AccountKey {
  key: string;
}

/** A small picture of a saved image or film. Its bytes are a value of the record: as a Blob each would be a file on disk. */
export interface ThumbnailRecord extends ThumbnailKey {
  bytes: ArrayBuffer;
  contentType: string;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** Can be made again from the bytes at any time, so no archive holds them. */
    thumbnails: { key: KeyTuple; value: ThumbnailRecord };
  }
}

/** The small picture of one file. */
export function findThumbnail(
  transaction: AnyTransaction,
  each: ThumbnailKey,
): Promise<ThumbnailRecord | undefined> {
  return transaction.objectStore('thumbnails').get(keyTuple(each, each.key));
}

/** Keeps a small picture. */
export function putThumbnail(transaction: WriteTransaction, thumbnail: ThumbnailRecord): void {
  putUnawaited(transaction.objectStore('thumbnails'), thumbnail);
}

/** Deletes the small picture of a file. */
export function deleteThumbnail(transaction: WriteTransaction, owner: AccountKey, key: string): void {
  deleteUnawaited(transaction.objectStore('thumbnails'), keyTuple(owner, key));
}
