import type { AccountKey } from '../../../mail/mail.ts';
import { deleteUnawaited } from './bulk.ts';
import { accountTuple, keysUnder } from './keys.ts';
import type { StoreName, WriteTransaction } from './schema.ts';

/** Empties whole stores, inside a transaction of the caller. */
export async function clearStores(
  transaction: WriteTransaction,
  stores: readonly StoreName[],
): Promise<void> {
  await Promise.all(stores.map((store) => transaction.objectStore(store).clear()));
}

/** Deletes everything of an account in stores whose keys begin with service and account. */
export function clearAccount(
  transaction: WriteTransaction,
  stores: readonly StoreName[],
  owner: AccountKey,
): void {
  for (const store of stores)
    deleteUnawaited(transaction.objectStore(store), keysUnder(...accountTuple(owner)));
}
