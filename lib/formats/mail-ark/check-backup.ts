import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { errorCodeOf, MailArkError } from '../../errors.ts';
import { noteFinding, type CheckRecord } from '../../import/check.ts';
import { sha256Of, type OpenBackup } from './open-backup.ts';

const wholeBytes = 16 * 1024 * 1024;
const filesAtOnce = 100;

/**
 * Checks a ZIP or folder against its manifest from the record's cursor on: quick whether every file is there in its size
 * and none besides, full every byte. Rejects with the signal's reason, or `file-unreadable`; the record then knows where to
 * go on.
 */
export async function checkBackup(
  { manifest, files, listed }: OpenBackup,
  record: CheckRecord,
  { onProgress, signal }: { onProgress(record: CheckRecord): Promise<void> | void; signal: AbortSignal },
): Promise<void> {
  const all = [...listed.values()].sort(
    (a, b) => files.placeOf(a.path) - files.placeOf(b.path) || (a.path < b.path ? -1 : 1),
  );
  const finding = (path: string, code: ReturnType<typeof errorCodeOf>) =>
    noteFinding(record, { kind: 'entry', path, code });
  record.total = all.length;
  for (let at = record.cursor?.at ?? 0; at < all.length; at += 1) {
    signal.throwIfAborted();
    const file = all[at];
    if (!file) break;
    const { path, sizeBytes } = file;
    const size = files.sizeOf(path);
    if (size === undefined) finding(path, 'not-found');
    else if (size !== sizeBytes) finding(path, 'content-changed');
    else if (record.mode === 'full') {
      try {
        const sum =
          sizeBytes <= wholeBytes
            ? await sha256Of(await files.bytes(path))
            : await hashPieces(files.pieces(path));
        if (sum !== file.sha256) finding(path, 'content-changed');
      } catch (error) {
        if (!(error instanceof MailArkError) || error.code === 'file-unreadable') throw error;
        finding(path, error.code);
      }
    }
    record.sizeBytes += sizeBytes;
    record.done = at + 1;
    record.cursor = { stage: 'files', at: at + 1 };
    if (record.done % filesAtOnce === 0) await onProgress(record);
  }
  for (const path of files.paths)
    if (!listed.has(path) && path !== 'data/manifest.json') finding(path, 'unlisted-file');
  const countUnder = (folder: string) => all.filter(({ path }) => path.startsWith(folder)).length;
  if (countUnder('media/') !== manifest.counts.assets || countUnder('mails/') !== manifest.counts.mails)
    finding('data/manifest.json', 'archive-broken');
  await onProgress(record);
}

async function hashPieces(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = sha256.create();
  for await (const piece of pieces) hash.update(piece);
  return bytesToHex(hash.digest());
}
