import type { AssetPart } from '../../../mail/asset.ts';
import type { Connection } from '../database/open.ts';
import { findAsset, listAssetsInPack, moveAsset, type AssetRecord } from '../records/assets.ts';
import {
  addPack,
  deletePack,
  findPack,
  listPackUses,
  storesOfPacks,
  type PackUse,
} from '../records/packs.ts';

/** A pack is written anew when less than this share of it is still referred to. */
const leastLiveShare = 0.5;

/**
 * Frees the room that deleted files leave inside packs, a pack at a time. Bytes stay readable all the while. A pack that
 * cannot be read is left as it is.
 */
export async function compactPacks(connection: Connection): Promise<void> {
  const uses = await connection.read(['packUse'], listPackUses);
  for (const use of uses) {
    if (use.liveBytes < use.sizeBytes * leastLiveShare) await compactPack(connection, use);
  }
}

async function compactPack(connection: Connection, { pack, service, account }: PackUse): Promise<void> {
  const owner = { service, account };
  const { blob, assets } = await connection.read(['packs', 'assets'], async (transaction) => ({
    blob: await findPack(transaction, pack),
    assets: await listAssetsInPack(transaction, pack),
  }));
  if (!blob) return;
  const slices: { from: number; to: number; part: AssetPart; offset: number }[] = [];
  let packBytes = 0;
  let fileBytes = 0;
  for (const part of assets.flatMap(({ parts = [] }) => parts).filter((other) => other.pack === pack)) {
    const frameBytes = part.frame?.length ?? 0;
    const to = part.offset + part.sizeBytes;
    slices.push({ from: part.offset - frameBytes, to, part, offset: packBytes + frameBytes });
    packBytes += frameBytes + part.sizeBytes;
    fileBytes += part.sizeBytes;
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await new Blob(slices.map(({ from, to }) => blob.slice(from, to))).arrayBuffer();
  } catch {
    return;
  }
  if (bytes.byteLength !== packBytes) return;

  await connection.write([...storesOfPacks, 'assets'], 'strict', async (transaction) => {
    const current = await Promise.all(assets.map(({ key }) => findAsset(transaction, owner, key)));
    // Something was deleted while the bytes were read: the next deletion will see to it.
    if (current.some((asset, at) => !hasSameParts(asset, assets[at]))) return;
    const moved = await addPack(transaction, owner, new Blob([bytes]), fileBytes);
    const offsets = new Map(slices.map(({ part, offset }) => [part.offset, offset]));
    for (const asset of current) {
      if (!asset) continue;
      const parts = (asset.parts ?? []).map((part) =>
        part.pack === pack ? { ...part, pack: moved, offset: offsets.get(part.offset) ?? 0 } : part,
      );
      moveAsset(transaction, asset, parts);
    }
    deletePack(transaction, pack);
  });
}

function hasSameParts(a: AssetRecord | undefined, b: AssetRecord | undefined): boolean {
  return JSON.stringify(a?.parts) === JSON.stringify(b?.parts);
}
