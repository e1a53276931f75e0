import type { AssetPart, SavedAsset, SavedFile } from '../../../mail/asset.ts';
import type { StoreName } from '../database/schema.ts';
import type { Tally } from '../records/accounts.ts';
import { putAsset, type AssetRecord } from '../records/assets.ts';
import { addPack, releaseParts, storesOfPacks } from '../records/packs.ts';
import { buildPack, planPacks } from '../records/plan-packs.ts';
import { deleteAssetProblem } from '../records/problems.ts';
import { markUnexported } from '../records/unexported.ts';
import { frameAssets } from './frame-assets.ts';
import { sizeOfParts } from './store-part.ts';

/** How many bytes these files bring. */
export const sizeOf = (assets: readonly (SavedAsset | SavedFile)[]): number =>
  assets.filter(hasBytes).reduce((sum, { bytes }) => sum + bytes.byteLength, 0);

const hasBytes = (asset: SavedAsset | SavedFile): asset is SavedAsset => 'bytes' in asset;

/** The stores a transaction must hold for `storeAssets`. */
export const storesOfAssets: StoreName[] = [
  'assets',
  ...storesOfPacks,
  'problems',
  'accounts',
  'unexported',
  // For what the files will be called in an archive.
  'mails',
];

/**
 * Packs bytes and marks their assets saved, inside a transaction of the caller. Those that `records` does not know are left
 * out, and those without bytes whose parts have not all arrived; `before` is what is stored of them, where that is not what `records` says. `utcOffsetMinutes` is the zone an archive
 * shows dates in: minutes east of UTC.
 */
export async function storeAssets(
  tally: Tally,
  assets: readonly (SavedAsset | SavedFile)[],
  {
    records,
    before = records,
    utcOffsetMinutes,
  }: {
    records: ReadonlyMap<string, AssetRecord>;
    before?: ReadonlyMap<string, AssetRecord>;
    utcOffsetMinutes: number;
  },
): Promise<void> {
  const { transaction } = tally;
  const fresh = new Map<string, { asset: SavedAsset | SavedFile; record: AssetRecord }>();
  for (const asset of assets) {
    const record = records.get(asset.key);
    // Deleted while it was on its way, or stored by an earlier call.
    if (!record || record.state === 'saved' || fresh.has(asset.key)) continue;
    if (!hasBytes(asset) && sizeOfParts(record.arriving) !== asset.sizeBytes) continue;
    fresh.set(asset.key, { asset, record });
  }

  const parts = new Map<string, AssetPart[]>();
  const whole = [...fresh.values()].flatMap(({ asset, record }) =>
    hasBytes(asset) ? [{ asset, record }] : [],
  );
  const framed = await frameAssets(transaction, tally, whole, utcOffsetMinutes);
  for (const plan of planPacks(framed)) {
    const pack = await addPack(transaction, tally, buildPack(plan), plan.sizeBytes);
    for (const { asset, offset, sizeBytes, frame } of plan.pieces) {
      const part = { pack, offset, sizeBytes, ...(frame ? { frame } : {}) };
      parts.set(asset.key, [...(parts.get(asset.key) ?? []), part]);
    }
  }

  for (const { asset, record } of fresh.values()) {
    const { key, contentType, sizeBytes, sha256, crc32 } = asset;
    if (record.state !== 'wanted') deleteAssetProblem(tally, key);
    const { reason: _reason, trouble: _trouble, arriving = [], ...rest } = record;
    const own = hasBytes(asset) ? (parts.get(key) ?? []) : arriving;
    // Damaged bytes were kept until now.
    await releaseParts(transaction, record.parts ?? []);
    if (own !== arriving) await releaseParts(transaction, arriving);
    const facts = { contentType, sizeBytes, sha256, crc32 };
    putAsset(tally, before.get(key), { ...rest, state: 'saved', facts, parts: own });
  }
  markUnexported(tally, new Set([...fresh.values()].map(({ record }) => record.ref.mailId)));
}
