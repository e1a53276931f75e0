import type { AccountKey, MailKey, MailRow } from '../../../mail/mail.ts';
import { after } from '../database/batches.ts';
import { deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, KeyTuple } from '../database/schema.ts';
import type { Tally, Weight } from './accounts.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** What lists show of a mail; its body, words and versions lie apart. */
    mails: {
      key: KeyTuple;
      value: MailRow;
      indexes: { sender: KeyTuple; age: [...AccountTuple, receivedAt: string, id: string] };
    };
  }
}

const weight: Weight = { mailsSaved: 1 };

/** The row of one mail. */
export function findRow(transaction: AnyTransaction, key: MailKey): Promise<MailRow | undefined> {
  return transaction.objectStore('mails').get(keyTuple(key, key.id));
}

/** Whether the mail is stored. */
export async function hasRow(transaction: AnyTransaction, key: MailKey): Promise<boolean> {
  return (await transaction.objectStore('mails').getKey(keyTuple(key, key.id))) !== undefined;
}

/** The rows of many mails by id; what is not there is left out. */
export function readRows(
  transaction: AnyTransaction,
  owner: AccountKey,
  ids: readonly string[],
): Promise<Map<string, MailRow>> {
  return readMany(
    transaction.objectStore('mails'),
    ids.map((id) => keyTuple(owner, id)),
  );
}

/** Rows of all accounts in the order of their keys, `limit` at most, after that of `last`. */
export function listRows(
  transaction: AnyTransaction,
  last: MailKey | undefined,
  limit: number,
): Promise<MailRow[]> {
  const range = after(undefined, last && keyTuple(last, last.id));
  return transaction.objectStore('mails').getAll(range, limit);
}

/** The account's rows, oldest first, `limit` at most, after `last`. */
export function listRowsByAge(
  transaction: AnyTransaction,
  owner: AccountKey,
  last: MailRow | undefined,
  limit: number,
): Promise<MailRow[]> {
  const key = last && [...accountTuple(owner), last.receivedAt, last.id];
  const range = after(keysUnder(...accountTuple(owner)), key);
  return transaction.objectStore('mails').index('age').getAll(range, limit);
}

/** The account's newest rows, newest first. */
export async function listNewestRows(
  transaction: AnyTransaction,
  owner: AccountKey,
  count: number,
): Promise<MailRow[]> {
  const rows: MailRow[] = [];
  const byAge = transaction.objectStore('mails').index('age');
  let cursor = await byAge.openCursor(keysUnder(...accountTuple(owner)), 'prev');
  while (cursor && rows.length < count) {
    rows.push(cursor.value);
    cursor = await cursor.continue();
  }
  return rows;
}

/** Rows of one sender, `limit` at most. */
export function listRowsOfSender(
  transaction: AnyTransaction,
  owner: AccountKey,
  senderId: string,
  limit: number,
): Promise<MailRow[]> {
  return transaction.objectStore('mails').index('sender').getAll(keyTuple(owner, senderId), limit);
}

/** The ids of one sender's mails. */
export async function listIdsOfSender(
  transaction: AnyTransaction,
  owner: AccountKey,
  senderId: string,
): Promise<string[]> {
  const keys = await transaction.objectStore('mails').index('sender').getAllKeys(keyTuple(owner, senderId));
  return keys.map(([, , id]) => id);
}

/** The ids of the account's mails. */
export async function listIds(transaction: AnyTransaction, owner: AccountKey): Promise<string[]> {
  const keys = await transaction.objectStore('mails').getAllKeys(keysUnder(...accountTuple(owner)));
  return keys.map(([, , id]) => id);
}

/** Keys of all accounts, `limit` at most, after `last`. They can be read where what they stand for cannot. */
export function listMailKeys(
  transaction: AnyTransaction,
  last: KeyTuple | undefined,
  limit: number,
): Promise<KeyTuple[]> {
  return transaction.objectStore('mails').getAllKeys(after(undefined, last), limit);
}

/** How many mails are stored, of all accounts. */
export function countRows(transaction: AnyTransaction): Promise<number> {
  return transaction.objectStore('mails').count();
}

/** What the account's mails add to its counters. */
export async function weighRows(transaction: AnyTransaction, owner: AccountKey): Promise<Weight> {
  return { mailsSaved: await transaction.objectStore('mails').count(keysUnder(...accountTuple(owner))) };
}

/** Writes a row; `before` is what stands there. */
export function putRow(tally: Tally, before: MailRow | undefined, row: MailRow): void {
  tally.move(before && weight, weight);
  putUnawaited(tally.transaction.objectStore('mails'), row);
}

/** Deletes a row. */
export function deleteRow(tally: Tally, before: MailRow): void {
  tally.move(weight, undefined);
  deleteUnawaited(tally.transaction.objectStore('mails'), keyTuple(before, before.id));
}
