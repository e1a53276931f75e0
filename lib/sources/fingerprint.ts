import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** 16 hex digits that change when the given plain data changes: for versions, not for secrets. */
export function fingerprint(data: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(data) ?? ''))).slice(0, 16);
}
