import type { SavedAsset } from '../../../backup/ports.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import type { AnyTransaction } from '../database/schema.ts';
import { findAsset, listWantedBetween, type AssetRecord } from '../records/assets.ts';

/** Where assets stand in the queue of their account: a hint for reading them together, never believed without looking. */
export interface AssetOrders {
  note(key: string, order: number): void;
  find(key: string): number | undefined;
}

/** Places remembered at most: several times what a backup has on its way. */
const capacity = 4_096;

/** Remembers nothing yet. */
export function createAssetOrders(): AssetOrders {
  const orders = new Map<string, number>();
  return {
    note(key, order) {
      orders.set(key, order);
      if (orders.size <= capacity) return;
      const [oldest] = orders.keys();
      if (oldest !== undefined) orders.delete(oldest);
    },
    find: (key) => orders.get(key),
  };
}

/**
 * The records of assets that were on their way. Most of them still wait, close together in the queue, where one request
 * finds them all; the others are asked for one by one.
 */
export async function readWaiting(
  transaction: AnyTransaction,
  owner: AccountKey,
  assets: SavedAsset[],
  orders: AssetOrders,
): Promise<Map<string, AssetRecord>> {
  const places = assets.flatMap(({ key }) => orders.find(key) ?? []);
  const found = new Map<string, AssetRecord>();
  if (places.length > 1) {
    const between: [number, number] = [Math.min(...places), Math.max(...places)];
    for (const record of await listWantedBetween(transaction, owner, between, 2 * assets.length))
      found.set(record.key, record);
  }
  await Promise.all(
    assets
      .filter(({ key }) => !found.has(key))
      .map(async ({ key }) => {
        const record = await findAsset(transaction, owner, key);
        if (record) found.set(key, record);
      }),
  );
  return found;
}
