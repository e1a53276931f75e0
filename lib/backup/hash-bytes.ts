import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { crc32 } from '../mail/crc32.ts';
import type { AssetFacts } from '../mail/asset.ts';

/** The facts kept beside bytes: what they are, how many, and two sums to find damage by. */
export async function measureBytes(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<AssetFacts> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { contentType, sizeBytes: bytes.length, sha256, crc32: crc32(bytes) };
}

/** Measures bytes that come in parts. */
export function createMeasure(): { add(part: Uint8Array): void; end(): Omit<AssetFacts, 'contentType'> } {
  const hash = sha256.create();
  let sizeBytes = 0;
  let sum = 0;
  return {
    add(part) {
      hash.update(part);
      sum = crc32(part, sum);
      sizeBytes += part.length;
    },
    end: () => ({ sizeBytes, sha256: bytesToHex(hash.digest()), crc32: sum }),
  };
}
