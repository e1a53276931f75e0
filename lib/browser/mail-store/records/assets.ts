import type { StoredFile } from '../../../zip/stored-file.ts';
import type { SavedAsset } from '../../../backup/ports.ts';
import type { AssetPart } from '../../../mail/asset.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { putUnawaited } from '../database/bulk.ts';
import { markUnexported } from './export-log.ts';
import { frameAssets, type FramedAsset } from './frame-assets.ts';
import { Requests } from '../database/open.ts';
import type { AccountRecord, AssetRecord, StoreName, WriteTransaction } from '../database/schema.ts';

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
  // For what the files will be called in an archive.
  'mails',
];

/** A pack in the making: where each file's bytes go. */
interface Plan {
  /** Of files. */
  sizeBytes: number;
  /** With their headers. */
  length: number;
  pieces: (FramedAsset & { from: number; sizeBytes: number; offset: number })[];
}

/**
 * Shares files out to packs in their order, cutting those that are larger than a pack; only whole ones are framed. The limit
 * is one of files: headers come on top.
 */
export function planPacks(files: readonly FramedAsset[], limitBytes = packBytes): Plan[] {
  const plans: Plan[] = [];
  let plan: Plan | undefined;
  for (const { asset, frame: wanted } of files) {
    const frame = asset.bytes.byteLength <= limitBytes ? wanted : undefined;
    let from = 0;
    do {
      const sizeBytes = Math.min(asset.bytes.byteLength - from, limitBytes);
      if (!plan || plan.sizeBytes + sizeBytes > limitBytes)
        plans.push((plan = { sizeBytes: 0, length: 0, pieces: [] }));
      const offset = plan.length + (frame?.length ?? 0);
      plan.pieces.push({ asset, from, sizeBytes, offset, ...(frame ? { frame } : {}) });
      plan.sizeBytes += sizeBytes;
      plan.length = offset + sizeBytes;
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
  return new Blob(
    pieces.flatMap(({ asset, frame, from, sizeBytes }) => [
      ...(frame ? [frame] : []),
      asset.bytes.subarray(from, from + sizeBytes),
    ]),
  );
}

/**
 * Packs bytes and marks their assets saved, inside a transaction of the caller. Those that `records` does not know are left
 * out. `utcOffsetMinutes` is the zone an archive tells dates in: minutes east of UTC.
 */
export async function storeAssets(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  assets: readonly SavedAsset[],
  { records, utcOffsetMinutes }: { records: ReadonlyMap<string, AssetRecord>; utcOffsetMinutes: number },
): Promise<void> {
  const store = transaction.objectStore('assets');
  const fresh = new Map<string, { asset: SavedAsset; record: AssetRecord }>();
  for (const asset of assets) {
    const record = records.get(asset.key);
    // Deleted while it was on its way, or stored by an earlier call.
    if (!record || record.state === 'saved' || fresh.has(asset.key)) continue;
    fresh.set(asset.key, { asset, record });
  }

  const { service, account } = owner;
  const parts = new Map<string, AssetPart[]>();
  const requests = new Requests();
  const framed = await frameAssets(transaction, owner, [...fresh.values()], utcOffsetMinutes);
  for (const plan of planPacks(framed)) {
    // The key generator fills in `pack`, which the type asks for.
    const use = { service, account, sizeBytes: plan.sizeBytes, liveBytes: plan.sizeBytes };
    const pack = await transaction.objectStore('packUse').add(use as typeof use & { pack: number });
    putUnawaited(transaction.objectStore('packs'), buildPack(plan), pack);
    for (const { asset, offset, sizeBytes, frame } of plan.pieces) {
      const part = { pack, offset, sizeBytes, ...(frame ? { frame } : {}) };
      parts.set(asset.key, [...(parts.get(asset.key) ?? []), part]);
    }
  }

  for (const { asset, record } of fresh.values()) {
    const { key, contentType, sizeBytes, sha256, crc32 } = asset;
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
  const mailIds = new Set([...fresh.values()].map(({ record }) => record.ref.mailId));
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

/** The whole of a file. Undefined when a pack is missing or shorter than noted. */
export async function findFile(
  { parts, facts }: AssetRecord,
  findPack: (pack: number) => Promise<Blob | undefined>,
): Promise<StoredFile | undefined> {
  if (!parts || !facts) return undefined;
  const { sizeBytes, contentType } = facts;
  const places: { pack: Blob; from: number; to: number }[] = [];
  for (const { pack: number, offset, sizeBytes: length } of parts) {
    const pack = await findPack(number);
    if (!pack || pack.size < offset + length) return undefined;
    places.push({ pack, from: offset, to: offset + length });
  }
  if (places.reduce((sum, { from, to }) => sum + to - from, 0) !== sizeBytes) return undefined;
  const [only] = places;
  const frame = parts.length === 1 ? parts[0]?.frame : undefined;
  return {
    sizeBytes,
    contentType,
    blob() {
      const slices = places.map(({ pack, from, to }) => pack.slice(from, to, contentType));
      return slices.length === 1 && slices[0] ? slices[0] : new Blob(slices, { type: contentType });
    },
    ...(only && frame
      ? { framed: { pack: only.pack, offset: only.from - frame.length, header: frame } }
      : {}),
  };
}
