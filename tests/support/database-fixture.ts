/** A database as text: its structure and every record, so that one of an earlier version can be kept beside the tests. */
export interface DatabaseFixture {
  name: string;
  version: number;
  stores: {
    name: string;
    keyPath: string | string[] | null;
    autoIncrement: boolean;
    indexes: { name: string; keyPath: string | string[]; multiEntry: boolean; unique: boolean }[];
    /** Keys are written where they come from outside. */
    records: { key?: unknown; value: unknown }[];
  }[];
}

/** Reads a database as it is. */
export async function readDatabase(name: string): Promise<DatabaseFixture> {
  const database = await settled(indexedDB.open(name));
  const stores = await Promise.all(
    [...database.objectStoreNames].map(async (storeName): Promise<DatabaseFixture['stores'][number]> => {
      const store = database.transaction(storeName).objectStore(storeName);
      const { keyPath, autoIncrement } = store;
      const indexes = [...store.indexNames].map((indexName) => {
        const index = store.index(indexName);
        const { multiEntry, unique } = index;
        return { name: indexName, keyPath: index.keyPath, multiEntry, unique };
      });
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      const records = await Promise.all(
        values.map(async (value: unknown, at) => ({
          ...(keyPath === null && { key: keys[at] }),
          value: await written(value),
        })),
      );
      return { name: storeName, keyPath, autoIncrement, indexes, records };
    }),
  );
  const { version } = database;
  database.close();
  return { name, version, stores };
}

/**
 * Makes the database anew, of the version it had; one that is there is deleted. It may be sent to a page as text and must not
 * use anything outside its own body.
 */
export async function restoreDatabase({ name, version, stores }: DatabaseFixture): Promise<void> {
  const settle = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('The database could not be made.'));
    });
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== 'object' || value === null) return value;
    const marked = value as Partial<Record<'$blob' | '$buffer' | '$bytes', number[]>>;
    if (marked.$blob) return new Blob([new Uint8Array(marked.$blob)]);
    if (marked.$buffer) return new Uint8Array(marked.$buffer).buffer;
    if (marked.$bytes) return new Uint8Array(marked.$bytes);
    return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, read(inner)]));
  };
  await settle(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => {
    for (const { name: storeName, keyPath, autoIncrement, indexes, records } of stores) {
      const store = opening.result.createObjectStore(storeName, { keyPath, autoIncrement });
      for (const { name: indexName, keyPath: path, multiEntry, unique } of indexes)
        store.createIndex(indexName, path, { multiEntry, unique });
      for (const { key, value } of records) store.put(read(value), key as IDBValidKey | undefined);
    }
  };
  (await settle(opening)).close();
}

/** Bytes stand in the text as an object of one member. */
async function written(value: unknown): Promise<unknown> {
  if (value instanceof Blob) return { $blob: [...new Uint8Array(await value.arrayBuffer())] };
  if (value instanceof ArrayBuffer) return { $buffer: [...new Uint8Array(value)] };
  if (value instanceof Uint8Array) return { $bytes: [...value] };
  if (Array.isArray(value)) return Promise.all(value.map(written));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(async ([name, member]) => [name, await written(member)] as const);
  return Object.fromEntries(await Promise.all(members));
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The database could not be read.'));
  });
}
