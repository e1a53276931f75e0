import { unwrap } from 'idb';
import type { AnyTransaction, WriteTransaction } from './schema.ts';

const endings = new WeakMap<IDBTransaction, (() => void)[]>();

/** Has `write` called when the work of the transaction is done, before it is committed. */
export function atEnd(transaction: WriteTransaction, write: () => void): void {
  const own = unwrap(transaction);
  endings.set(own, [...(endings.get(own) ?? []), write]);
}

/** For the connection: calls what `atEnd` was given, in that order. */
export function writeEndings(transaction: AnyTransaction): void {
  for (const write of endings.get(unwrap(transaction)) ?? []) write();
}
