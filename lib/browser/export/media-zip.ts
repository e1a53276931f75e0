import { createAccountPaths, type AccountPaths } from '../../formats/paths.ts';
import { createPathBook } from '../../zip/safe-names.ts';
import type { StoredFile } from '../../zip/stored-file.ts';
import { zonedTime } from '../../mail/zoned-time.ts';
import { crc32 } from '../../mail/crc32.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { MediaItem } from '../../mail/media.ts';
import { createZipWriter } from './zip-writer.ts';

/** What packing chosen files needs. */
export interface MediaZipParts {
  openFile(owner: AccountKey, assetKey: string): Promise<StoredFile | undefined>;
  /** The zone folders are dated in, as in an archive: minutes east of UTC. */
  utcOffsetMinutes: number;
}

/** A ZIP of chosen files, not yet saved. */
export interface MediaZip {
  zip: Blob;
  saved: number;
  /** Chosen, but not there to be packed. */
  missing: number;
}

/**
 * Packs chosen files under the names they have in an archive. Their bytes are taken by reference; what is not saved is
 * counted and left out. Rejects with the signal's reason, or `export-failed` when the result does not read back.
 */
export async function packMedia(
  items: readonly MediaItem[],
  { openFile, utcOffsetMinutes }: MediaZipParts,
  onPacked: (done: number) => void,
  signal: AbortSignal,
): Promise<MediaZip> {
  const writer = createZipWriter();
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
        crc32: file.crc32 ?? crc32(await stored.blob().bytes()),
        time: zonedTime(row.receivedAt, utcOffsetMinutes),
      });
      saved += 1;
    }
    onPacked(at + 1);
  }
  signal.throwIfAborted();
  return { zip: await writer.finish(), saved, missing: items.length - saved };
}

/** Paths by mailbox; with several, each has a folder of its own. */
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
