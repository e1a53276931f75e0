/** The contents of one database. */
export interface DatabaseDump {
  name: string;
  version: number;
  stores: Record<string, { key: unknown; value: unknown }[]>;
}

/**
 * Reads every IndexedDB database of the page it runs in. Bytes become `{ bytes: size, sha256 }`, so that two dumps
 * compare as JSON. It is sent to the page as text and must not use anything outside its own body.
 */
export async function dumpDatabases(): Promise<DatabaseDump[]> {
  const hex = async (buffer: ArrayBuffer): Promise<string> =>
    [...new Uint8Array(await crypto.subtle.digest('SHA-256', buffer))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');

  const plain = async (value: unknown): Promise<unknown> => {
    if (value instanceof Blob)
      return { bytes: value.size, type: value.type, sha256: await hex(await value.arrayBuffer()) };
    if (value instanceof ArrayBuffer) return { bytes: value.byteLength, sha256: await hex(value) };
    if (ArrayBuffer.isView(value)) {
      const copy = new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
      return { bytes: copy.byteLength, sha256: await hex(copy.buffer) };
    }
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return Promise.all(value.map(plain));
    if (value instanceof Map) return plain([...value]);
    if (value instanceof Set) return plain([...value]);
    if (typeof value === 'object' && value !== null) {
      const entries = await Promise.all(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(async ([key, inner]): Promise<[string, unknown]> => [key, await plain(inner)]),
      );
      return Object.fromEntries(entries);
    }
    return value;
  };

  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('The database could not be read.'));
    });

  const dumps: DatabaseDump[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const database = await settled(indexedDB.open(name));
    const stores: DatabaseDump['stores'] = {};
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      stores[storeName] = await Promise.all(
        keys.map(async (key, at) => ({ key: await plain(key), value: await plain(values[at]) })),
      );
    }
    dumps.push({ name, version: database.version, stores });
    database.close();
  }
  return dumps;
}
