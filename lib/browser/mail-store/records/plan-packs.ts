import type { SavedAsset } from '../../../mail/asset.ts';

/** The largest pack; a larger file becomes several parts, each in a pack of its own. */
export const packBytes = 16 * 1024 * 1024;

/** A file, and what is to stand before its bytes in a pack. */
export interface FramedAsset {
  asset: SavedAsset;
  frame?: Uint8Array<ArrayBuffer>;
}

/** A pack in the making: where each file's bytes go. */
export interface PackPlan {
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
export function planPacks(files: readonly FramedAsset[], limitBytes = packBytes): PackPlan[] {
  const plans: PackPlan[] = [];
  let plan: PackPlan | undefined;
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
export function buildPack({ pieces }: PackPlan): Blob {
  return new Blob(
    pieces.flatMap(({ asset, frame, from, sizeBytes }) => [
      ...(frame ? [frame] : []),
      asset.bytes.subarray(from, from + sizeBytes),
    ]),
  );
}
