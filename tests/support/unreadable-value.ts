import type { StoreName } from '../../lib/browser/mail-store/database/schema.ts';

/** What the database of the unit tests keeps under its connections. */
interface FakeDatabase extends IDBDatabase {
  _rawDatabase: {
    rawObjectStores: Map<string, { records: { get(key: IDBValidKey): { value: object } | undefined } }>;
  };
}

/**
 * Makes one stored value unreadable: its key and its entries in indexes stay, every request for the value fails, as where a
 * browser keeps a large value in a file of its own and the file is gone.
 */
export async function makeUnreadable(store: StoreName, key: IDBValidKey): Promise<void> {
  const database = await new Promise<FakeDatabase>((resolve, reject) => {
    const opening = indexedDB.open('mail-ark');
    opening.onsuccess = () => resolve(opening.result as FakeDatabase);
    opening.onerror = () => reject(opening.error ?? new Error('not opened'));
  });
  const record = database._rawDatabase.rawObjectStores.get(store)?.records.get(key);
  if (!record) throw new Error(`There is no such value in ${store}.`);
  // A function cannot be cloned, and every read clones.
  Object.assign(record.value, { unreadable: () => undefined });
  database.close();
}
