import type { ArrivingPart } from '../../../backup/ports.ts';
import type { AssetPart } from '../../../mail/asset.ts';
import type { StoreName } from '../database/schema.ts';
import type { Tally } from '../records/accounts.ts';
import { findAsset, putAsset } from '../records/assets.ts';
import { addPack, releaseParts, storesOfPacks } from '../records/packs.ts';

/** The stores a transaction must hold for `storePart`. */
export const storesOfParts: StoreName[] = ['assets', ...storesOfPacks, 'accounts'];

/** How many bytes these parts have. */
export const sizeOfParts = (parts: readonly AssetPart[] = []): number =>
  parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** Stores some bytes of a file in a pack of their own, inside a transaction of the caller, as `BackupStore.putPart` says. */
export async function storePart(tally: Tally, { key, offset, bytes }: ArrivingPart): Promise<void> {
  const { transaction } = tally;
  const record = await findAsset(transaction, tally, key);
  if (!record || record.state === 'saved') return;
  if (offset === 0) await releaseParts(transaction, record.arriving ?? []);
  const before = offset === 0 ? [] : (record.arriving ?? []);
  if (sizeOfParts(before) !== offset) return;
  const pack = await addPack(transaction, tally, new Blob([bytes]), bytes.length);
  const part: AssetPart = { pack, offset: 0, sizeBytes: bytes.length };
  putAsset(tally, record, { ...record, arriving: [...before, part] });
}
