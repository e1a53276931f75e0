import type { AccountKey, MailKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, KeyTuple, WriteTransaction } from '../database/schema.ts';
import type { Tally } from './accounts.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** Mails that no finished ZIP holds as they are, with the account's `changes` at the time. */
    unexported: { key: KeyTuple; value: number };
  }
}

/** The ids of the account's mails that no ZIP holds as they are. */
export async function listUnexported(transaction: AnyTransaction, owner: AccountKey): Promise<string[]> {
  const keys = await transaction.objectStore('unexported').getAllKeys(keysUnder(...accountTuple(owner)));
  return keys.map(([, , id]) => id);
}

/** How many mails no ZIP holds as they are, of all accounts. */
export function countUnexported(transaction: AnyTransaction): Promise<number> {
  return transaction.objectStore('unexported').count();
}

/**
 * Notes that these mails, as they are now, are in no ZIP: after they were stored, changed, or got a file. To be called
 * once in a transaction, which must hold `unexported`. Before the first export nothing is
 * written, for then all mails count: a first backup has enough to write.
 */
export function markUnexported(tally: Tally, ids: ReadonlySet<string>): void {
  const { service, account, transaction } = tally;
  const change = ids.size === 0 ? undefined : tally.takeChange();
  if (change === undefined) return;
  for (const id of ids) putUnexported(transaction, { service, account, id }, change);
}

/** Notes a mail with the number of its change. */
export function putUnexported(transaction: WriteTransaction, key: MailKey, change: number): void {
  putUnawaited(transaction.objectStore('unexported'), change, keyTuple(key, key.id));
}

/** Deletes the entries that pass the test, of all accounts. */
export async function deleteUnexportedWhere(
  transaction: WriteTransaction,
  test: (key: KeyTuple, change: number) => boolean,
): Promise<void> {
  let cursor = await transaction.objectStore('unexported').openCursor();
  while (cursor) {
    if (test(cursor.key, cursor.value)) await cursor.delete();
    cursor = await cursor.continue();
  }
}

/** Deletes a mail's entry. */
export function deleteUnexported(transaction: WriteTransaction, key: MailKey): void {
  deleteUnawaited(transaction.objectStore('unexported'), keyTuple(key, key.id));
}
