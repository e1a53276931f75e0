import { unwrap } from 'idb';
import { mailKeyText, type AccountKey } from '../../../mail/mail.ts';
import { atEnd } from './at-end.ts';
import { accountTuple, keyTuple } from './keys.ts';
import { findKnownPages } from './known-pages.ts';
import type { Page, PagedName, PageKey } from './page.ts';
import type { AnyTransaction, WriteTransaction } from './schema.ts';

/** How a store of pages knows its entries. `Derived`: what its other indexes need of a whole page. */
export interface PageRules<Entry, Derived> {
  idOf(entry: Entry): string;
  derive(entries: readonly Entry[]): Derived;
}

/** A new page is begun when one holds so many entries. */
const entriesAtMost = 48;

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
  /** Where new entries go, by account and group. */
  filling: Map<string, OpenPage<Entry>>;
  changed: Set<OpenPage<Entry>>;
}

/**
 * The open pages of one store, a desk for each transaction that has read or changed some. Changed pages are written at the end
 * of their transaction, each once.
 */
export function desksOf<Entry extends AccountKey, Derived>(
  name: PagedName,
  { idOf, derive }: PageRules<Entry, Derived>,
) {
  const desks = new WeakMap<IDBTransaction, Desk<Entry>>();
  const textOf = ({ service, account }: AccountKey, id: string) => mailKeyText({ service, account, id });

  function deskOf(transaction: AnyTransaction): Desk<Entry> {
    const own = unwrap(transaction);
    let desk = desks.get(own);
    if (!desk) {
      desk = { pages: new Map(), places: new Map(), filling: new Map(), changed: new Set() };
      desks.set(own, desk);
    }
    return desk;
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
      findKnownPages(transaction, { service, account }, name)?.see(entries.keys(), page);
    }
    desk.changed.clear();
  }

  return {
    /** The entries of a page as the transaction has it, which is not what is stored once it has been changed. */
    open(transaction: AnyTransaction, stored: Page<Entry>): Iterable<Entry> {
      const desk = deskOf(transaction);
      const key: PageKey = [...accountTuple(stored), stored.page];
      const known = desk.pages.get(JSON.stringify(key));
      if (known) return known.entries.values();
      const page = { key, entries: new Map(stored.entries.map((entry) => [idOf(entry), entry])) };
      desk.pages.set(JSON.stringify(key), page);
      for (const id of page.entries.keys()) desk.places.set(textOf(stored, id), page);
      findKnownPages(transaction, stored, name)?.see(page.entries.keys(), stored.page);
      return page.entries.values();
    },

    /** The keys of pages that the transaction has not opened, each once. */
    unopened(transaction: AnyTransaction, keys: readonly PageKey[]): PageKey[] {
      const missing = new Map(keys.map((key) => [JSON.stringify(key), key]));
      for (const opened of deskOf(transaction).pages.keys()) missing.delete(opened);
      return [...missing.values()];
    },

    /** Whether the transaction has opened the page that holds, or held, this entry. */
    knows: (transaction: AnyTransaction, owner: AccountKey, id: string): boolean =>
      deskOf(transaction).places.has(textOf(owner, id)),

    /** The entry as the transaction has it, of an open page. */
    find: (transaction: AnyTransaction, owner: AccountKey, id: string): Entry | undefined =>
      deskOf(transaction).places.get(textOf(owner, id))?.entries.get(id),

    /** Writes an entry that this transaction has read in its place. */
    replace(transaction: WriteTransaction, entry: Entry): void {
      const page = deskOf(transaction).places.get(textOf(entry, idOf(entry)));
      if (!page) throw new Error('An entry is replaced that was not read.');
      page.entries.set(idOf(entry), entry);
      change(transaction, page);
    },

    /**
     * Adds an entry to a page of new ones of its `group`, and takes it out of the page it was in. An entry that is stored
     * must have been read in this transaction. `takePage` gives the number of a new page.
     */
    add(transaction: WriteTransaction, entry: Entry, group: string, takePage: () => number): void {
      const desk = deskOf(transaction);
      const id = idOf(entry);
      const text = textOf(entry, id);
      const before = desk.places.get(text);
      if (before?.entries.delete(id)) change(transaction, before);
      const filling = textOf(entry, group);
      let page = desk.filling.get(filling);
      if (!page || page.entries.size >= entriesAtMost) {
        page = { key: [...accountTuple(entry), takePage()], entries: new Map() };
        desk.filling.set(filling, page);
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
