import { unwrap } from 'idb';
import type { AccountKey } from '../../../mail/mail.ts';
import type { AnyTransaction, StoreName, WriteTransaction } from './schema.ts';

/** The pages of one store of an account, as far as this connection has seen them. */
export interface KnownPages {
  /** The page that held the entry when it was last seen. It may have left that page since. */
  find(id: string): number | undefined;
  /** Whether an entry that `find` does not know cannot be there. */
  isComplete(): boolean;
  see(ids: Iterable<string>, page: number): void;
}

interface Memory {
  /** As the account's record had it at the end of the last transaction. */
  nextPage: number | undefined;
  isComplete: boolean;
  stores: Map<StoreName, Map<number, number>>;
}

const memories = new WeakMap<IDBDatabase, Map<string, Memory>>();
const inUse = new WeakMap<IDBTransaction, Map<string, Memory>>();

const nameOf = ({ service, account }: AccountKey) => JSON.stringify([service, account]);

/**
 * Begins to use what is known of the account's pages in this transaction. `nextPage`: the number that the account's record
 * gives the next page, undefined where there never was one. Entries come only into new pages, so that an unchanged number
 * proves that no other window has added any.
 */
export function beginPages(
  transaction: WriteTransaction,
  owner: AccountKey,
  nextPage: number | undefined,
): void {
  const own = unwrap(transaction);
  const name = nameOf(owner);
  const ofDatabase = memories.get(own.db) ?? new Map<string, Memory>();
  memories.set(own.db, ofDatabase);
  let memory = ofDatabase.get(name);
  if (!memory || nextPage === undefined)
    memory = { nextPage, isComplete: nextPage === undefined, stores: new Map() };
  if (memory.nextPage !== nextPage) Object.assign(memory, { nextPage, isComplete: false });
  ofDatabase.set(name, memory);
  const ofTransaction = inUse.get(own) ?? new Map<string, Memory>();
  inUse.set(own, ofTransaction.set(name, memory));
}

/** Remembers the number of the account's next page, once the transaction is committed. */
export function endPages(
  transaction: WriteTransaction,
  owner: AccountKey,
  nextPage: number | undefined,
): void {
  const own = unwrap(transaction);
  const memory = inUse.get(own)?.get(nameOf(owner));
  own.addEventListener('complete', () => {
    if (memory) memory.nextPage = nextPage;
  });
}

/** What is known of a store's pages in this transaction; undefined where it has not begun to use it. */
export function findKnownPages(
  transaction: AnyTransaction,
  owner: AccountKey,
  store: StoreName,
): KnownPages | undefined {
  const memory = inUse.get(unwrap(transaction))?.get(nameOf(owner));
  if (!memory) return undefined;
  const pages = memory.stores.get(store) ?? new Map<number, number>();
  memory.stores.set(store, pages);
  return {
    find: (id) => pages.get(hashOf(id)),
    isComplete: () => memory.isComplete,
    see(ids, page) {
      for (const id of ids) pages.set(hashOf(id), page);
    },
  };
}

/**
 * A number of 53 bits in the place of an id, because large mailboxes have hundreds of thousands. Where two ids share one, the
 * page of one is looked into for the other, in vain.
 */
function hashOf(id: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (b & 2097151) + (a >>> 0);
}
