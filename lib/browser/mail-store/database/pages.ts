import { unwrap, type DBSchema, type IDBPObjectStore } from 'idb';
import { mailKeyText, type AccountKey } from '../../../mail/mail.ts';
import { atEnd } from './at-end.ts';
import { after } from './batches.ts';
import { accountTuple, keysUnder, keyTuple } from './keys.ts';
import type { Connection } from './open.ts';
import { readable } from './readable.ts';
import type { AnyTransaction, KeyTuple, MailArkSchema, StoreName, WriteTransaction } from './schema.ts';

export type PageKey = [service: string, account: string, page: number];

/** Entries that are written together, as one value: a request to the database costs more than the bytes of a page. */
export interface Page<Entry> extends AccountKey {
  page: number;
  /** One key for each entry, for the index `entry`. */
  ids: KeyTuple[];
  entries: Entry[];
}

/** What a store of pages is made of. `Derived`: what its other indexes need of a whole page. */
export interface PagedStoreParts<Entry, Derived> {
  idOf(entry: Entry): string;
  derive(entries: readonly Entry[]): Derived;
}

/** The names of stores that hold pages. */
type PagedName = {
  [N in StoreName]: MailArkSchema[N]['value'] extends Page<infer _> ? N : never;
}[StoreName];

/** A new page is begun when one holds so many entries. */
const entriesAtMost = 160;
const pagesAtOnce = 8;

/** A page as a transaction has it before it is written. */
interface OpenPage<Entry> {
  key: PageKey;
  entries: Map<string, Entry>;
}

/** What one transaction has read and changed of one store. */
interface Desk<Entry> {
  pages: Map<string, OpenPage<Entry>>;
  /** The page of each entry, by the text of its key. */
  places: Map<string, OpenPage<Entry>>;
  /** Where new entries go, by account and kind. */
  filling: Map<string, OpenPage<Entry>>;
  changed: Set<OpenPage<Entry>>;
}

/**
 * A store whose values are pages of entries. Within a transaction a page is written once, at its end. Reads by id see what was
 * put before; what an index or a range finds is what was stored when the transaction began.
 */
export function pagedStore<Entry extends AccountKey & { order: number }, Derived>(
  name: PagedName,
  { idOf, derive }: PagedStoreParts<Entry, Derived>,
) {
  const desks = new WeakMap<IDBTransaction, Desk<Entry>>();
  const textOf = ({ service, account }: AccountKey, id: string) => mailKeyText({ service, account, id });
  const storeOf = (transaction: AnyTransaction) =>
    transaction.objectStore(name) as unknown as IDBPObjectStore<AnyPages<Entry>, ['pages'], 'pages'>;

  function deskOf(transaction: AnyTransaction): Desk<Entry> {
    const own = unwrap(transaction);
    let desk = desks.get(own);
    if (!desk) {
      desk = { pages: new Map(), places: new Map(), filling: new Map(), changed: new Set() };
      desks.set(own, desk);
    }
    return desk;
  }

  /** The page as the transaction has it, which is not what is stored once it has been changed. */
  function open(desk: Desk<Entry>, stored: Page<Entry>): OpenPage<Entry> {
    const key: PageKey = [...accountTuple(stored), stored.page];
    const known = desk.pages.get(JSON.stringify(key));
    if (known) return known;
    const page = { key, entries: new Map(stored.entries.map((entry) => [idOf(entry), entry])) };
    desk.pages.set(JSON.stringify(key), page);
    for (const id of page.entries.keys()) desk.places.set(textOf(stored, id), page);
    return page;
  }

  function change(transaction: WriteTransaction, page: OpenPage<Entry>): void {
    const desk = deskOf(transaction);
    if (desk.changed.size === 0) atEnd(transaction, () => write(transaction, desk));
    desk.changed.add(page);
  }

  function write(transaction: WriteTransaction, desk: Desk<Entry>): void {
    const store = unwrap(transaction).objectStore(name);
    for (const { key, entries } of desk.changed) {
      const [service, account, page] = key;
      const values = [...entries.values()];
      const ids = [...entries.keys()].map((id) => keyTuple({ service, account }, id));
      if (values.length === 0) store.delete(key);
      else store.put({ service, account, page, ids, entries: values, ...derive(values) });
    }
    desk.changed.clear();
  }

  /** A page as it is stored; undefined: it cannot be read, or there is none. */
  function readStored(transaction: AnyTransaction, key: PageKey): Promise<Page<Entry> | undefined> {
    const store = unwrap(transaction).objectStore(name);
    return readable(store.get(key) as IDBRequest<Page<Entry> | undefined>);
  }

  /** The pages that may hold the entries of these sorted ids. Neighbours are found by one request. */
  async function findPages(
    transaction: AnyTransaction,
    owner: AccountKey,
    ids: readonly string[],
  ): Promise<PageKey[]> {
    const [first] = ids;
    const last = ids.at(-1);
    if (first === undefined || last === undefined) return [];
    const byEntry = storeOf(transaction).index('entry');
    if (first === last) {
      const key = await byEntry.getKey(keyTuple(owner, first));
      return key ? [key] : [];
    }
    const limit = 2 * ids.length + 16;
    const keys = await byEntry.getAllKeys(
      IDBKeyRange.bound(keyTuple(owner, first), keyTuple(owner, last)),
      limit,
    );
    if (keys.length < limit) return keys;
    // Too much lies between them.
    const gap = findGap(ids);
    const parts = [ids.slice(0, gap), ids.slice(gap)];
    return (await Promise.all(parts.map((part) => findPages(transaction, owner, part)))).flat();
  }

  /** Opens the pages of these keys, but those that are open. */
  async function openAll(transaction: AnyTransaction, keys: readonly PageKey[]): Promise<void> {
    const desk = deskOf(transaction);
    const missing = new Map(keys.map((key) => [JSON.stringify(key), key]));
    for (const name_ of desk.pages.keys()) missing.delete(name_);
    await Promise.all(
      [...missing.values()].map(async (key) => {
        const page = await storeOf(transaction).get(key);
        if (page) open(desk, page);
      }),
    );
  }

  async function readMany(
    transaction: AnyTransaction,
    owner: AccountKey,
    ids: Iterable<string>,
  ): Promise<Map<string, Entry>> {
    const { places } = deskOf(transaction);
    const wanted = [...new Set(ids)].toSorted((a, b) => indexedDB.cmp(a, b));
    const unknown = wanted.filter((id) => !places.has(textOf(owner, id)));
    await openAll(transaction, await findPages(transaction, owner, unknown));
    const found = new Map<string, Entry>();
    for (const id of wanted) {
      const entry = places.get(textOf(owner, id))?.entries.get(id);
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
    const desk = deskOf(transaction);
    let cursor = await storeOf(transaction)
      .index(index as 'entry')
      .openCursor(keys);
    while (cursor && !isEnough(cursor.key)) {
      yield [...open(desk, cursor.value).entries.values()];
      cursor = await cursor.continue();
    }
  }

  return {
    readMany,

    /** One entry. */
    async find(transaction: AnyTransaction, owner: AccountKey, id: string): Promise<Entry | undefined> {
      const desk = deskOf(transaction);
      const text = textOf(owner, id);
      if (!desk.places.has(text)) {
        const page = await storeOf(transaction).index('entry').get(keyTuple(owner, id));
        if (page) open(desk, page);
      }
      return desk.places.get(text)?.entries.get(id);
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

    /** Writes an entry that this transaction has read in its place. */
    replace(transaction: WriteTransaction, entry: Entry): void {
      const page = deskOf(transaction).places.get(textOf(entry, idOf(entry)));
      if (!page) throw new Error('An entry is replaced that was not read.');
      page.entries.set(idOf(entry), entry);
      change(transaction, page);
    },

    /**
     * Adds an entry to a page of new ones of its `kind`, and takes it out of the page it was in. An entry that is stored
     * must have been read in this transaction. `takePage` gives the number of a new page.
     */
    add(transaction: WriteTransaction, entry: Entry, kind: string, takePage: () => number): void {
      const desk = deskOf(transaction);
      const id = idOf(entry);
      const text = textOf(entry, id);
      const before = desk.places.get(text);
      if (before?.entries.delete(id)) change(transaction, before);
      const name_ = textOf(entry, kind);
      let page = desk.filling.get(name_);
      if (!page || page.entries.size >= entriesAtMost) {
        page = { key: [...accountTuple(entry), takePage()], entries: new Map() };
        desk.filling.set(name_, page);
        desk.pages.set(JSON.stringify(page.key), page);
      }
      page.entries.set(id, entry);
      desk.places.set(text, page);
      change(transaction, page);
    },

    /** Deletes an entry that this transaction has read. */
    delete(transaction: WriteTransaction, owner: AccountKey, id: string): void {
      const page = deskOf(transaction).places.get(textOf(owner, id));
      if (page?.entries.delete(id)) change(transaction, page);
    },
  };
}

/** Where sorted texts are least alike: pictures and portraits have addresses in different folders. The middle of equal places. */
function findGap(ids: readonly string[]): number {
  const middle = ids.length / 2;
  let gap = 1;
  let least = Infinity;
  for (let at = 1; at < ids.length; at += 1) {
    const shared = sharedLength(ids[at - 1] ?? '', ids[at] ?? '');
    if (shared > least || (shared === least && Math.abs(at - middle) >= Math.abs(gap - middle))) continue;
    least = shared;
    gap = at;
  }
  return gap;
}

function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** The shape that all stores of pages share. */
interface AnyPages<Entry> extends DBSchema {
  pages: { key: PageKey; value: Page<Entry>; indexes: { entry: KeyTuple } };
}
