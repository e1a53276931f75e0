import { createAccountPaths, type AccountPaths } from '../../formats/paths.ts';
import { crc32 } from '../../mail/crc32.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { MediaItem } from '../../mail/media.ts';
import { zonedTime } from '../../mail/zoned-time.ts';
import { createPathBook } from '../../zip/safe-names.ts';
import type { StoredFile } from '../../zip/stored-file.ts';
import { createZipWriter } from '../../zip/zip-writer.ts';
import { packTexts } from './pack-texts.ts';

/** The parts that packing files needs. */
export interface MediaZipParts {
  openFile(owner: AccountKey, assetKey: string): Promise<StoredFile | undefined>;
  /** The zone of the dates in folder names, as in an archive: minutes east of UTC. */
  utcOffsetMinutes: number;
}

/** A ZIP of selected files, not yet saved. */
export interface MediaZip {
  zip: Blob;
  saved: number;
  /** The number of selected files that could not be packed. */
  missing: number;
}

/**
 * Packs selected files under the names they have in an archive. Their bytes are referred to, not read; files that are
 * not saved are counted and left out. Rejects with the signal's reason, or `export-failed` when the result cannot be
 * read back.
 */
export async function packMedia(
  items: readonly MediaItem[],
  { openFile, utcOffsetMinutes }: MediaZipParts,
  onPacked: (done: number) => void,
  signal: AbortSignal,
): Promise<MediaZip> {
  const writer = createZipWriter(packTexts);
  const pathsOf = createPaths(items, utcOffsetMinutes);
  let saved = 0;
  for (const [at, { file, row }] of items.entries()) {
    signal.throwIfAborted();
    const stored = file.state === 'saved' ? await openFile(file, file.ref.key) : undefined;
    if (stored) {
      const contentType = file.contentType ?? stored.contentType;
      const path = pathsOf(file).media(row.from, row.receivedAt, file.ref.key, contentType);
      await writer.add({
        kind: 'asset',
        path,
        file: stored,
        crc32: file.crc32 ?? (await sumOf(stored.blob())),
        time: zonedTime(row.receivedAt, utcOffsetMinutes),
      });
      saved += 1;
    }
    onPacked(at + 1);
  }
  signal.throwIfAborted();
  return { zip: await writer.finish(), saved, missing: items.length - saved };
}

/** The CRC-32 of a file, which may be too large to be held. */
async function sumOf(file: Blob): Promise<number> {
  let sum = 0;
  for await (const piece of file.stream()) sum = crc32(piece, sum);
  return sum;
}

/** Creates paths by mailbox; with several mailboxes, each has its own folder. */
function createPaths(
  items: readonly MediaItem[],
  utcOffsetMinutes: number,
): (owner: AccountKey) => AccountPaths {
  const nameOf = ({ service, account }: AccountKey): string => `${service}\n${account}`;
  const isOnly = new Set(items.map(({ file }) => nameOf(file))).size < 2;
  const book = createPathBook();
  const known = new Map<string, AccountPaths>();
  return (owner) => {
    const name = nameOf(owner);
    const paths = known.get(name) ?? createAccountPaths({ ...owner, utcOffsetMinutes }, isOnly, book);
    known.set(name, paths);
    return paths;
  };
}
