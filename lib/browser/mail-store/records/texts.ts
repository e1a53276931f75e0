import type { AccountKey, MailKey } from '../../../mail/mail.ts';
import { after } from '../database/batches.ts';
import { deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, KeyTuple, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** The words alone, so that search does not load the bodies; the key is given from outside. */
    texts: { key: KeyTuple; value: string };
  }
}

/** The words of one mail. */
export function findText(transaction: AnyTransaction, key: MailKey): Promise<string | undefined> {
  return transaction.objectStore('texts').get(keyTuple(key, key.id));
}

/** The words of many mails by id; what is not there is left out. */
export function readTexts(
  transaction: AnyTransaction,
  owner: AccountKey,
  ids: readonly string[],
): Promise<Map<string, string>> {
  return readMany(
    transaction.objectStore('texts'),
    ids.map((id) => keyTuple(owner, id)),
  );
}

/** Words of all accounts in the order of their keys, `limit` at most, after the key of `last`. */
export async function listTexts(
  transaction: AnyTransaction,
  last: [KeyTuple, string] | undefined,
  limit: number,
): Promise<[KeyTuple, string][]> {
  const range = after(undefined, last?.[0]);
  const store = transaction.objectStore('texts');
  const [keys, values] = await Promise.all([store.getAllKeys(range, limit), store.getAll(range, limit)]);
  return keys.map((key, at): [KeyTuple, string] => [key, values[at] ?? '']);
}

/** How many mails of the account have words. */
export function countTexts(transaction: AnyTransaction, owner: AccountKey): Promise<number> {
  return transaction.objectStore('texts').count(keysUnder(...accountTuple(owner)));
}

/** Writes the words of a mail in the place of what is there. */
export function putText(transaction: WriteTransaction, key: MailKey, text: string): void {
  putUnawaited(transaction.objectStore('texts'), text, keyTuple(key, key.id));
}

/** Deletes a mail's words. */
export function deleteText(transaction: WriteTransaction, key: MailKey): void {
  deleteUnawaited(transaction.objectStore('texts'), keyTuple(key, key.id));
}
