import type { AssetPart } from '../../../mail/asset.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { accountTuple } from '../database/keys.ts';
import type { AnyTransaction, StoreName, WriteTransaction } from '../database/schema.ts';

/** How much of a pack is still referred to, in bytes of files, headers not counted. Kept beside the Blob: writing the Blob again would copy it. */
export interface PackUse extends AccountKey {
  pack: number;
  sizeBytes: number;
  liveBytes: number;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** Blobs of joined files, under the numbers of `packUse`. */
    packs: { key: number; value: Blob };
    packUse: { key: number; value: PackUse; indexes: { account: AccountTuple } };
  }
}

/** The stores of a pack. */
export const storesOfPacks: StoreName[] = ['packs', 'packUse'];

/** The joined bytes of a pack, by reference. */
export function findPack(transaction: AnyTransaction, pack: number): Promise<Blob | undefined> {
  return transaction.objectStore('packs').get(pack);
}

/** How much of every pack is in use. */
export function listPackUses(transaction: AnyTransaction): Promise<PackUse[]> {
  return transaction.objectStore('packUse').getAll();
}

/** Stores a pack of files whose bytes come to `sizeBytes`; returns its number. */
export async function addPack(
  transaction: WriteTransaction,
  { service, account }: AccountKey,
  blob: Blob,
  sizeBytes: number,
): Promise<number> {
  // The key generator fills in `pack`, which the type asks for.
  const use = { service, account, sizeBytes, liveBytes: sizeBytes };
  const pack = await transaction.objectStore('packUse').add(use as PackUse);
  putUnawaited(transaction.objectStore('packs'), blob, pack);
  return pack;
}

/** Deletes a pack with its bytes. */
export function deletePack(transaction: WriteTransaction, pack: number): void {
  deleteUnawaited(transaction.objectStore('packUse'), pack);
  deleteUnawaited(transaction.objectStore('packs'), pack);
}

/** Deletes every pack of an account. */
export async function deletePacksOf(transaction: WriteTransaction, owner: AccountKey): Promise<void> {
  const packs = await transaction.objectStore('packUse').index('account').getAllKeys(accountTuple(owner));
  for (const pack of packs) deletePack(transaction, pack);
}

/** Gives up an asset's bytes; a pack nothing refers to any more is deleted at once. */
export async function releaseParts(
  transaction: WriteTransaction,
  parts: readonly AssetPart[],
): Promise<void> {
  for (const { pack, sizeBytes } of parts) {
    const use = await transaction.objectStore('packUse').get(pack);
    if (!use) continue;
    if (use.liveBytes <= sizeBytes) deletePack(transaction, pack);
    else putUnawaited(transaction.objectStore('packUse'), { ...use, liveBytes: use.liveBytes - sizeBytes });
  }
}
