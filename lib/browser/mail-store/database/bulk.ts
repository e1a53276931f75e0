import { unwrap, type IDBPObjectStore } from 'idb';
import type { MailArkSchema, StoreName } from './schema.ts';

type Store<N extends StoreName> = IDBPObjectStore<MailArkSchema, StoreName[], N, 'readwrite'>;
type Value<N extends StoreName> = MailArkSchema[N]['value'];
/** Stores whose keys are tuples, of which the last item differs between the values of a mailbox. */
type StoreOfTuples = {
  [N in StoreName]: MailArkSchema[N]['key'] extends readonly (string | number)[] ? N : never;
}[StoreName];

/** So many values are read at once for each key wanted; where more lie between them, the other keys are asked for one by one. */
const neighboursPerKey = 2;
const rangesAtMost = 3;

/**
 * The values of many keys, by the last item of the keys. Every request costs about a quarter of a millisecond in this process and
 * as much in the browser's, so keys that lie close together, as those of one page of a list do, are read as a range.
 */
export async function readMany<N extends StoreOfTuples, Mode extends IDBTransactionMode>(
  store: IDBPObjectStore<MailArkSchema, StoreName[], N, Mode>,
  keys: readonly MailArkSchema[N]['key'][],
): Promise<Map<string, Value<N>>> {
  const found = new Map<string, Value<N>>();
  const sorted = keys.toSorted((a, b) => indexedDB.cmp(a, b));
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return found;
  const nameOf = (key: readonly (string | number)[]) => String(key.at(-1));
  const wanted = new Set(sorted.map(nameOf));
  const paths = store.keyPath === null ? [] : [store.keyPath].flat();
  const keyOf = (value: Value<N>) => paths.map((path) => (value as unknown as Record<string, string>)[path]);
  let rest = sorted;
  // A distant key among neighbours, as a birthday's mail is, costs one range more.
  for (let range = 0; range < rangesAtMost; range += 1) {
    const [from] = rest;
    if (!from) return found;
    const limit = neighboursPerKey * rest.length + 16;
    const keysWithin = IDBKeyRange.bound(from, last);
    const [near, outsideKeys] = await Promise.all([
      store.getAll(keysWithin, limit),
      store.keyPath === null ? store.getAllKeys(keysWithin, limit) : undefined,
    ]);
    const nearKeys = outsideKeys ?? near.map(keyOf);
    for (const [at, key] of nearKeys.entries()) {
      const value = near[at];
      const name = nameOf(key as readonly string[]);
      if (value !== undefined && wanted.has(name)) found.set(name, value);
    }
    const end = nearKeys.at(-1);
    if (near.length < limit || !end) return found;
    // Up to the last one read everything is settled, also what is not there.
    rest = rest.slice(rest.findLastIndex((key) => indexedDB.cmp(key, end) <= 0) + 1);
  }
  await Promise.all(
    rest.map(async (key) => {
      const value = await store.get(key);
      if (value !== undefined) found.set(nameOf(key), value);
    }),
  );
  return found;
}

/**
 * Puts a value without waiting for the answer, and without the promise and listeners that waiting costs. A value that cannot be
 * stored fails the transaction as a whole. `key` where the store's keys come from outside.
 */
export function putUnawaited<N extends StoreName>(
  store: Store<N>,
  value: Value<N>,
  key?: MailArkSchema[N]['key'],
): void {
  unwrap(store).put(value, key);
}

/** Deletes a key or a range of keys without waiting for the answer, as `putUnawaited`. */
export function deleteUnawaited<N extends StoreName>(
  store: Store<N>,
  keys: MailArkSchema[N]['key'] | IDBKeyRange,
): void {
  unwrap(store).delete(keys);
}
