import { writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { ArchiveMail } from '../../lib/formats/content.ts';
import { blobFile } from '../../lib/zip/stored-file.ts';
import { buildArchive } from '../../lib/browser/export/build-archive.ts';
import { alreadyClean, anArchiveMail, memoryArchive } from './memory-archive.ts';

/** The size of an archive. */
export interface ArchiveSize {
  mails: number;
  picturesPerMail: number;
  pictureBytes: number;
}

/** A picture that passes every check and cannot be compressed, the same every time. */
function pictureBytes(name: string, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  const words = new Uint32Array(bytes.buffer, 0, sizeBytes >> 2);
  let state = crc32(name) || 1;
  for (let at = 0; at < words.length; at += 1) {
    // Xorshift: fast, and different for each picture.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  bytes.set(new TextEncoder().encode('GIF89a'));
  bytes[sizeBytes - 1] = 0x3b;
  return bytes;
}

/** Writes an archive of made-up mails to disk, as an export would. */
export async function writeLargeArchive(
  path: string,
  { mails, picturesPerMail, pictureBytes: size }: ArchiveSize,
): Promise<void> {
  const made: ArchiveMail[] = Array.from({ length: mails }, (_, at) => {
    const id = `m${String(at).padStart(6, '0')}`;
    const assets = Array.from({ length: picturesPerMail }, (__, index) => {
      const key = `img.example.test/${id}-${index}.gif`;
      const bytes = pictureBytes(key, size);
      return {
        ref: { key, url: `https://${key}`, kind: 'image' as const, role: 'body' as const, mailId: id },
        state: 'saved' as const,
        contentType: 'image/gif',
        sizeBytes: size,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        crc32: crc32(bytes),
      };
    });
    const receivedAt = new Date(Date.UTC(2018, 10, 1) + at * 3_600_000).toISOString().replace('.000', '');
    const words = `Words of the mail ${id}. `.repeat(30);
    return anArchiveMail(
      { id, receivedAt, from: { id: String(at % 12), name: `Sender ${at % 12}` } },
      { htmlBody: `<p>${words}</p>`, text: words, assets },
    );
  });
  const content = {
    ...memoryArchive(made),
    openAsset: (_owner: unknown, key: string) =>
      Promise.resolve(blobFile(new Blob([pictureBytes(key, size)]))),
  };
  const plan = {
    content,
    sanitize: alreadyClean,
    viewer: { script: 'start()' },
    scope: { kind: 'whole' as const },
  };
  const { files } = await buildArchive(plan, '2026-11-23', () => undefined, new AbortController().signal);
  const [file] = files;
  if (!file) throw new Error('Nothing was built.');
  await writeFile(path, file.blob.stream());
}
