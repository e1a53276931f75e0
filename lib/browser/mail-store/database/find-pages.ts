import type { AccountKey } from '../../../mail/mail.ts';
import { keyTuple } from './keys.ts';
import type { PageKey, StoreOfPages } from './page.ts';

/** The pages that may hold the entries of these sorted ids. Neighbours are found by one request. */
export async function findPages<Entry>(
  store: StoreOfPages<Entry>,
  owner: AccountKey,
  ids: readonly string[],
): Promise<PageKey[]> {
  const [first] = ids;
  const last = ids.at(-1);
  if (first === undefined || last === undefined) return [];
  const byEntry = store.index('entry');
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
  const halves = [ids.slice(0, gap), ids.slice(gap)];
  return (await Promise.all(halves.map((half) => findPages(store, owner, half)))).flat();
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
