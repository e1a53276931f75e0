import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AccountLabel, SourceId } from '../mail/mail.ts';

/**
 * The name an account has in store and archive: 10 hex digits that are always the same for the same account, reveal
 * nothing of its id, and differ between services even where the ids are equal.
 */
export function accountLabel(service: SourceId, accountId: string): AccountLabel {
  return bytesToHex(sha256(utf8ToBytes(`${service}\0${accountId}`))).slice(0, 10);
}
