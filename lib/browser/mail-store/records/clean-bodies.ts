import type { CleanBody } from '../../../mail/mail-library.ts';
import type { MailKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** A body made safe for the archive's pages, kept because cleaning costs about a millisecond each. */
export interface CleanBodyRecord {
  /** `sanitizerVersion` that made it. */
  version: number;
  /** `fingerprint` of what it was made of. */
  source: string;
  body: CleanBody;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    cleanBodies: { key: KeyTuple; value: CleanBodyRecord };
  }
}

/** The cleaned bodies of many mails by id; what is not there is left out. */
export function readCleanBodies(
  transaction: AnyTransaction,
  keys: readonly MailKey[],
): Promise<Map<string, CleanBodyRecord>> {
  return readMany(
    transaction.objectStore('cleanBodies'),
    keys.map((key) => keyTuple(key, key.id)),
  );
}

/** Keeps a mail's cleaned body. */
export function putCleanBody(transaction: WriteTransaction, key: MailKey, record: CleanBodyRecord): void {
  putUnawaited(transaction.objectStore('cleanBodies'), record, keyTuple(key, key.id));
}

/** Deletes a mail's cleaned body. */
export function deleteCleanBody(transaction: WriteTransaction, key: MailKey): void {
  deleteUnawaited(transaction.objectStore('cleanBodies'), keyTuple(key, key.id));
}
