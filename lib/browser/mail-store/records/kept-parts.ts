import type { AccountKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { accountTuple, keysUnder } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** A finished part of an archive, kept so that the next export need not make it again. */
export interface KeptPart extends AccountKey {
  /** Its place among the account's parts, from 0. */
  number: number;
  /** Changes when the writer does: a part of another version is of no use. */
  version: number;
  /** Distinguishes what it was made of: a part of other words is of no use. */
  source: string;
  bytes: Blob;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** Can be made again from the mails at any time. */
    keptParts: { key: [...AccountTuple, number: number]; value: KeptPart };
  }
}

/** The parts kept of an account, in the order of their numbers. Their bytes are not read. */
export function listKeptParts(transaction: AnyTransaction, owner: AccountKey): Promise<KeptPart[]> {
  return transaction.objectStore('keptParts').getAll(keysUnder(...accountTuple(owner)));
}

/** Keeps a part in the place of the one of its number. */
export function putKeptPart(transaction: WriteTransaction, part: KeptPart): void {
  putUnawaited(transaction.objectStore('keptParts'), part);
}

/** Deletes the parts kept of an account from a number on: all, without one. */
export function deleteKeptParts(transaction: WriteTransaction, owner: AccountKey, from = 0): void {
  const account = accountTuple(owner);
  deleteUnawaited(
    transaction.objectStore('keptParts'),
    IDBKeyRange.bound([...account, from], [...account, []]),
  );
}
