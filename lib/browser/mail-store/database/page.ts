import type { DBSchema, IDBPObjectStore } from 'idb';
import type { AccountKey } from '../../../mail/mail.ts';
import type { AnyTransaction, KeyTuple, MailArkSchema, StoreName } from './schema.ts';

export type PageKey = [service: string, account: string, page: number];

/** Entries that are written together, as one value: a request to the database costs more than the bytes of a page. */
export interface Page<Entry> extends AccountKey {
  page: number;
  /** One key for each entry, for the index `entry`. */
  ids: KeyTuple[];
  entries: Entry[];
}

/** The names of stores that hold pages. */
export type PagedName = {
  [N in StoreName]: MailArkSchema[N]['value'] extends Page<infer _> ? N : never;
}[StoreName];

/** The shape that all stores of pages share. */
interface AnyPages<Entry> extends DBSchema {
  pages: { key: PageKey; value: Page<Entry>; indexes: { entry: KeyTuple } };
}

/** An object store of pages, to be read. */
export type StoreOfPages<Entry> = IDBPObjectStore<AnyPages<Entry>, ['pages'], 'pages'>;

/** The object store of this name, as what all stores of pages share. */
export function storeOfPages<Entry>(transaction: AnyTransaction, name: PagedName): StoreOfPages<Entry> {
  return transaction.objectStore(name) as unknown as StoreOfPages<Entry>;
}
