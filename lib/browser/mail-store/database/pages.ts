import { unwrap } from 'idb';
import type { AccountKey } from '../../../mail/mail.ts';
import { after } from './batches.ts';
import { desksOf, type PageRules } from './desks.ts';
import { findPages } from './find-pages.ts';
import { accountTuple, keysUnder, keyTuple } from './keys.ts';
import { findKnownPages } from './known-pages.ts';
import type { Connection } from './open.ts';
import { storeOfPages, type Page, type PagedName, type PageKey } from './page.ts';
import { readable } from './readable.ts';
import type { AnyTransaction, WriteTransaction } from './schema.ts';

const pagesAtOnce = 8;

/**
 * A store whose values are pages of entries. Within a transaction a page is written once, at its end. Reads by id see what was
 * put before; what an index or a range finds is what was stored when the transaction began.
 */
export function pagedStore<Entry extends AccountKey & { order: number }, Derived>(
  name: PagedName,
  rules: PageRules<Entry, Derived>,
) {
  const desks = desksOf(name, rules);
  const storeOf = (transaction: AnyTransaction) => storeOfPages<Entry>(transaction, name);

  /** A page as it is stored; undefined: it cannot be read, or there is none. */
  function readStored(transaction: AnyTransaction, key: PageKey): Promise<Page<Entry> | undefined> {
    const store = unwrap(transaction).objectStore(name);
    return readable(store.get(key) as IDBRequest<Page<Entry> | undefined>);
  }

  /** Opens the pages of these keys, but those that are open. */
  async function openAll(transaction: AnyTransaction, keys: readonly PageKey[]): Promise<void> {
    await Promise.all(
      desks.unopened(transaction, keys).map(async (key) => {
        const page = await storeOf(transaction).get(key);
        if (page) desks.open(transaction, page);
      }),
    );
  }

  /** Opens the pages of these sorted entries, and perhaps others. An entry whose page is known is looked for there first. */
  async function openPagesOf(
    transaction: AnyTransaction,
    owner: AccountKey,
    ids: readonly string[],
  ): Promise<void> {
    const isClosed = (id: string) => !desks.knows(transaction, owner, id);
    const known = findKnownPages(transaction, owner, name);
    const hints = new Map(ids.filter(isClosed).map((id) => [id, known?.find(id)]));
    const hinted = [...new Set(hints.values())].filter((page) => page !== undefined);
    await openAll(
      transaction,
      hinted.map((page): PageKey => [...accountTuple(owner), page]),
    );
    const isAbsent = (id: string) => known?.isComplete() === true && hints.get(id) === undefined;
    const rest = ids.filter((id) => isClosed(id) && !isAbsent(id));
    await openAll(transaction, await findPages(storeOf(transaction), owner, rest));
  }

  async function readMany(
    transaction: AnyTransaction,
    owner: AccountKey,
    ids: Iterable<string>,
  ): Promise<Map<string, Entry>> {
    const wanted = [...new Set(ids)].toSorted(); // By code units, as the database sorts.
    await openPagesOf(transaction, owner, wanted);
    const found = new Map<string, Entry>();
    for (const id of wanted) {
      const entry = desks.find(transaction, owner, id);
      if (entry) found.set(id, entry);
    }
    return found;
  }

  /**
   * Entries of pages that an index finds, each page once: all pages under `keys`, in the order of the index. Ends when
   * `isEnough` says so of the next page's key. Changes nothing while it goes on.
   */
  async function* underIndex(
    transaction: AnyTransaction,
    index: string,
    keys: IDBKeyRange,
    isEnough: (next: IDBValidKey) => boolean = () => false,
  ): AsyncGenerator<Entry[], void, undefined> {
    let cursor = await storeOf(transaction)
      .index(index as 'entry')
      .openCursor(keys);
    while (cursor && !isEnough(cursor.key)) {
      yield [...desks.open(transaction, cursor.value)];
      cursor = await cursor.continue();
    }
  }

  return {
    readMany,

    /** One entry. */
    async find(transaction: AnyTransaction, owner: AccountKey, id: string): Promise<Entry | undefined> {
      return (await readMany(transaction, owner, [id])).get(id);
    },

    underIndex,

    /** Entries that wait, in the order of the queue, `limit` at most, by the index `waits` of a page's first. */
    async listQueue(
      transaction: AnyTransaction,
      owner: AccountKey,
      limit: number,
      isWaiting: (entry: Entry) => boolean,
    ): Promise<Entry[]> {
      let found: Entry[] = [];
      const keys = keysUnder(...accountTuple(owner));
      const isEnough = (next: IDBValidKey) => {
        const end = found[limit - 1];
        return end !== undefined && indexedDB.cmp(next, [...accountTuple(owner), end.order]) > 0;
      };
      for await (const page of underIndex(transaction, 'waits', keys, isEnough))
        found = [...found, ...page.filter(isWaiting)].sort((a, b) => a.order - b.order);
      return found.slice(0, limit);
    },

    /** Entries that pass the test, of the newest pages, `limit` at most. Pages that cannot be read are left out. */
    async newest(
      transaction: AnyTransaction,
      owner: AccountKey,
      limit: number,
      test: (entry: Entry) => boolean,
    ): Promise<Entry[]> {
      let found: Entry[] = [];
      const keys = await storeOf(transaction).getAllKeys(keysUnder(...accountTuple(owner)));
      for (const key of keys.toReversed()) {
        if (found.length >= limit) break;
        found = [...found, ...((await readStored(transaction, key))?.entries ?? []).filter(test)];
      }
      return found.slice(0, limit);
    },

    /** Every entry of an account inside one transaction, in no order. Pages that cannot be read are left out. */
    async *all(transaction: AnyTransaction, owner: AccountKey): AsyncGenerator<Entry[], void, undefined> {
      for (const key of await storeOf(transaction).getAllKeys(keysUnder(...accountTuple(owner)))) {
        const page = await readStored(transaction, key);
        if (page) yield page.entries;
      }
    },

    /** Every entry, of all accounts without an owner, a few pages in a transaction, in no order. */
    async *each(connection: Connection, owner?: AccountKey): AsyncGenerator<Entry[], void, undefined> {
      const range = owner && keysUnder(...accountTuple(owner));
      let last: PageKey | undefined;
      for (;;) {
        const pages = await connection.read([name], (transaction) =>
          storeOf(transaction).getAll(after(range, last), pagesAtOnce),
        );
        for (const { entries } of pages) yield entries;
        const end = pages.at(-1);
        if (!end || pages.length < pagesAtOnce) return;
        last = [...accountTuple(end), end.page];
      }
    },

    /** Keys of pages of all accounts, `limit` at most, after `last`. They can be read where what they stand for cannot. */
    pageKeys: (transaction: AnyTransaction, last: PageKey | undefined, limit: number): Promise<PageKey[]> =>
      storeOf(transaction).getAllKeys(after(undefined, last), limit),

    /** The entries of one page. */
    async readPage(transaction: AnyTransaction, key: PageKey): Promise<Entry[]> {
      return (await storeOf(transaction).get(key))?.entries ?? [];
    },

    /** The ids of a page's entries, from the index alone. */
    async idsOfPage(transaction: AnyTransaction, [service, account, page]: PageKey): Promise<string[]> {
      const ids: string[] = [];
      let cursor = await storeOf(transaction).index('entry').openKeyCursor(keysUnder(service, account));
      while (cursor) {
        if (cursor.primaryKey[2] === page) ids.push(cursor.key[2]);
        cursor = await cursor.continue();
      }
      return ids;
    },

    /** The keys of pages of all accounts that cannot be read. Reads every page. */
    async listUnreadable(connection: Connection): Promise<PageKey[]> {
      const unreadable: PageKey[] = [];
      for (const key of await connection.read([name], (transaction) => storeOf(transaction).getAllKeys()))
        if (!(await connection.read([name], (transaction) => readStored(transaction, key))))
          unreadable.push(key);
      return unreadable;
    },

    /** Deletes a page that cannot be read, with what its indexes have of it. */
    deletePage(transaction: WriteTransaction, key: PageKey): void {
      unwrap(transaction).objectStore(name).delete(key);
    },

    /** Whether there is such an entry, looked for in the index alone. */
    async has(transaction: AnyTransaction, owner: AccountKey, id: string): Promise<boolean> {
      return (await storeOf(transaction).index('entry').getKey(keyTuple(owner, id))) !== undefined;
    },

    replace: desks.replace,
    add: desks.add,
    delete: desks.delete,
  };
}
