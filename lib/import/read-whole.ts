import { crc32 } from '../mail/crc32.ts';
import type { BackupFiles } from './file-tree.ts';
import type { IncomingFile } from './incoming.ts';

/** Lower-case hex of the SHA-256. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A file with its sums. Rejects with the codes of `BackupFiles.bytes`. */
export async function readWhole(files: BackupFiles, path: string): Promise<IncomingFile> {
  const bytes = await files.bytes(path);
  return { bytes, sha256: await sha256Of(bytes), crc32: files.crc32Of(path) ?? crc32(bytes) };
}
