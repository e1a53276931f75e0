import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { MailArkError, type ErrorCode } from '../errors.ts';
import { noteFinding, type CheckRecord } from './check.ts';
import type { BackupFiles } from './file-tree.ts';
import { sha256Of } from './read-whole.ts';
import { throwIfUnreadable } from './unreadable.ts';

/** A file that a backup names, with what it says of it. */
export interface ListedFile {
  path: string;
  sizeBytes?: number;
  sha256?: string;
}

const wholeBytes = 16 * 1024 * 1024;
const filesAtOnce = 100;

/**
 * Checks every listed file from the record's cursor on: quick whether it is there in its size, full also every byte of it.
 * Rejects with the signal's reason, or `file-unreadable`; the record then knows where to go on.
 */
export async function checkFiles(
  files: BackupFiles,
  listed: readonly ListedFile[],
  record: CheckRecord,
  { onProgress, signal }: { onProgress(record: CheckRecord): Promise<void> | void; signal: AbortSignal },
): Promise<void> {
  const all = [...listed].sort(
    (a, b) => files.placeOf(a.path) - files.placeOf(b.path) || (a.path < b.path ? -1 : 1),
  );
  record.total = all.length;
  for (let at = record.cursor?.at ?? 0; at < all.length; at += 1) {
    signal.throwIfAborted();
    const file = all[at];
    if (!file) break;
    const { path, sizeBytes } = file;
    const size = files.sizeOf(path);
    const finding = (code: ErrorCode) => noteFinding(record, { kind: 'entry', path, code });
    if (size === undefined) finding('not-found');
    else if (sizeBytes !== undefined && size !== sizeBytes) finding('content-changed');
    else if (record.mode === 'full') {
      try {
        const sum =
          size <= wholeBytes ? await sha256Of(await files.bytes(path)) : await hashPieces(files.pieces(path));
        if (file.sha256 !== undefined && sum !== file.sha256) finding('content-changed');
      } catch (error) {
        throwIfUnreadable(error);
        if (error instanceof MailArkError) finding(error.code);
      }
    }
    record.sizeBytes += sizeBytes ?? size ?? 0;
    record.done = at + 1;
    record.cursor = { stage: 'files', at: at + 1 };
    if (record.done % filesAtOnce === 0) await onProgress(record);
  }
}

/** The SHA-256 of a file in pieces, as lower-case hex. */
export async function hashPieces(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = sha256.create();
  for await (const piece of pieces) hash.update(piece);
  return bytesToHex(hash.digest());
}
