import type { SavedAsset } from '../../backup/ports.ts';
import type { AssetPart } from '../../mail/asset.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { AssetOrders } from './asset-orders.ts';
import { putUnawaited } from './bulk.ts';
import { markUnexported } from './export-stores.ts';
import { accountTuple, keyTuple } from './keys.ts';
import { Requests } from './open.ts';
import type { AccountRecord, AssetRecord, StoreName, WriteTransaction } from './schema.ts';

/** The largest pack; a larger file becomes several parts, each in a pack of its own. */
export const packBytes = 16 * 1024 * 1024;

/** How many bytes these files are. */
export const sizeOf = (assets: readonly SavedAsset[]): number =>
  assets.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);

/** The stores a transaction must hold for `storeAssets`. */
export const storesOfAssets: StoreName[] = [
  'assets',
  'packs',
  'packUse',
  'problems',
  'accounts',
  'unexported',
];

/** A pack in the making: where each file's bytes go. */
interface Plan {
  sizeBytes: number;
  pieces: { asset: SavedAsset; from: number; sizeBytes: number; offset: number }[];
}

/** Shares files out to packs in their order, cutting those that are larger than a pack. */
export function planPacks(assets: SavedAsset[], limitBytes = packBytes): Plan[] {
  const plans: Plan[] = [];
  let plan: Plan | undefined;
  for (const asset of assets) {
    let from = 0;
    do {
      const sizeBytes = Math.min(asset.bytes.byteLength - from, limitBytes);
      if (!plan || plan.sizeBytes + sizeBytes > limitBytes) plans.push((plan = { sizeBytes: 0, pieces: [] }));
      plan.pieces.push({ asset, from, sizeBytes, offset: plan.sizeBytes });
      plan.sizeBytes += sizeBytes;
      from += sizeBytes;
    } while (from < asset.bytes.byteLength);
  }
  return plans;
}

/**
 * A Blob of fresh buffers, one for each file: joining the bytes first would copy them once more. Blobs from `response.blob()`,
 * or several over one reused buffer, pile up in the browser's process until `put` fails with `DataError: Failed to write
 * blobs (InvalidBlob)`.
 */
function buildPack({ pieces }: Plan): Blob {
  return new Blob(pieces.map(({ asset, from, sizeBytes }) => asset.bytes.subarray(from, from + sizeBytes)));
}

/**
 * The records of assets that were on their way. Most of them still wait, close together in the queue, where one request
 * finds them all; the others are asked for one by one.
 */
async function readWaiting(
  transaction: WriteTransaction,
  owner: AccountKey,
  assets: SavedAsset[],
  orders: AssetOrders,
): Promise<Map<string, AssetRecord>> {
  const store = transaction.objectStore('assets');
  const places = assets.flatMap(({ key }) => orders.find(key) ?? []);
  const found = new Map<string, AssetRecord>();
  if (places.length > 1) {
    const from = [...accountTuple(owner), Math.min(...places)];
    const to = [...accountTuple(owner), Math.max(...places)];
    const waiting = await store.index('waits').getAll(IDBKeyRange.bound(from, to), 2 * assets.length);
    for (const record of waiting) found.set(record.key, record);
  }
  await Promise.all(
    assets
      .filter(({ key }) => !found.has(key))
      .map(async ({ key }) => {
        const record = await store.get(keyTuple(owner, key));
        if (record) found.set(key, record);
      }),
  );
  return found;
}

/** Packs bytes and marks their assets saved, inside a transaction of the caller. Assets nobody remembers are left out. */
export async function storeAssets(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  assets: SavedAsset[],
  orders: AssetOrders,
): Promise<void> {
  const store = transaction.objectStore('assets');
  const found = await readWaiting(transaction, owner, assets, orders);
  const records = new Map<string, AssetRecord>();
  const fresh: SavedAsset[] = [];
  for (const asset of assets) {
    const record = found.get(asset.key);
    // Deleted while it was on its way, or stored by an earlier call.
    if (!record || record.state === 'saved' || records.has(asset.key)) continue;
    records.set(asset.key, record);
    fresh.push(asset);
  }

  const { service, account } = owner;
  const parts = new Map<string, AssetPart[]>();
  const requests = new Requests();
  for (const plan of planPacks(fresh)) {
    // The key generator fills in `pack`, which the type asks for.
    const use = { service, account, sizeBytes: plan.sizeBytes, liveBytes: plan.sizeBytes };
    const pack = await transaction.objectStore('packUse').add(use as typeof use & { pack: number });
    putUnawaited(transaction.objectStore('packs'), buildPack(plan), pack);
    for (const { asset, offset, sizeBytes } of plan.pieces) {
      parts.set(asset.key, [...(parts.get(asset.key) ?? []), { pack, offset, sizeBytes }]);
    }
  }

  for (const { key, contentType, sizeBytes, sha256, crc32 } of fresh) {
    const record = records.get(key);
    if (!record) continue;
    if (record.state === 'wanted') tally.counts.assetsWanted -= 1;
    else {
      tally.counts.assetsFailed -= 1;
      requests.add(transaction.objectStore('problems').delete([service, account, 'asset', key]));
    }
    tally.counts.assetsSaved += 1;
    tally.counts.sizeBytes += sizeBytes;
    // Damaged bytes were kept until now.
    await releaseParts(transaction, record.parts ?? []);
    const { waits: _waits, reason: _reason, ...rest } = record;
    const facts = { contentType, sizeBytes, sha256, crc32 };
    putUnawaited(store, { ...rest, state: 'saved', facts, ...located(parts.get(key) ?? []) });
  }
  await requests.all();
  const mailIds = new Set(fresh.map(({ key }) => records.get(key)?.ref.mailId ?? ''));
  markUnexported(transaction, tally, owner, mailIds);
}

/** The parts, with the packs they name for the index. */
export function located(parts: AssetPart[]): { parts: AssetPart[]; packs: number[] } {
  return { parts, packs: [...new Set(parts.map(({ pack }) => pack))] };
}

/** Gives up an asset's bytes; a pack nothing refers to any more is deleted at once. */
export async function releaseParts(transaction: WriteTransaction, parts: AssetPart[]): Promise<void> {
  const uses = transaction.objectStore('packUse');
  for (const { pack, sizeBytes } of parts) {
    const use = await uses.get(pack);
    if (!use) continue;
    if (use.liveBytes > sizeBytes) {
      await uses.put({ ...use, liveBytes: use.liveBytes - sizeBytes });
    } else {
      await uses.delete(pack);
      await transaction.objectStore('packs').delete(pack);
    }
  }
}

/** The whole of a file by reference: no byte is read. Undefined when a pack is missing or shorter than noted. */
export async function joinParts(
  { parts, facts }: AssetRecord,
  findPack: (pack: number) => Promise<Blob | undefined>,
): Promise<Blob | undefined> {
  if (!parts || !facts) return undefined;
  const slices: Blob[] = [];
  for (const { pack, offset, sizeBytes } of parts) {
    const blob = await findPack(pack);
    if (!blob || blob.size < offset + sizeBytes) return undefined;
    slices.push(blob.slice(offset, offset + sizeBytes, facts.contentType));
  }
  const [whole] = slices;
  const file = whole && slices.length === 1 ? whole : new Blob(slices, { type: facts.contentType });
  return file.size === facts.sizeBytes ? file : undefined;
}
