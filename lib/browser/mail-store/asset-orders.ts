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
