import type { AssetStatus } from '../../mail/asset.ts';
import type { ArchivedAsset } from './data-files.ts';
import type { AccountPaths } from '../paths.ts';
import type { ArchiveMail } from '../content.ts';
import type { FileSource } from '../content/file-source.ts';
import type { StoredFile } from '../../zip/stored-file.ts';
import { zonedTime, type ZonedTime } from '../../mail/zoned-time.ts';

/** Received bytes on their place in the archive. */
export interface MediaEntry {
  path: string;
  time: ZonedTime;
  file: StoredFile;
  crc32: number;
  sha256: string;
}

/** What a mail's files become in one volume: statuses for its data, and entries for those not on the shelf yet. */
export interface PlacedMedia {
  assets: ArchivedAsset[];
  entries: MediaEntry[];
  /** Keys whose bytes are not in the volume. */
  missing: string[];
}

/** Puts each file of an account on its path once in a volume, however many mails show it. */
export function createMediaShelf(files: FileSource, paths: AccountPaths, utcOffsetMinutes: number) {
  const placed = new Map<string, string>();
  const missing = new Set<string>();
  return {
    missing: (): number => missing.size,
    /** Nothing is on the shelf before `take`. */
    async plan({ row, assets }: ArchiveMail): Promise<PlacedMedia> {
      const plan: PlacedMedia = { assets: [], entries: [], missing: [] };
      const planned = new Map<string, string>();
      const placeOne = async (status: AssetStatus): Promise<ArchivedAsset> => {
        const { key } = status.ref;
        const known = placed.get(key) ?? planned.get(key);
        if (known !== undefined) return { ...status, path: known };
        const file = status.state === 'saved' ? await files.open(key) : undefined;
        if (!file || file.sizeBytes !== status.sizeBytes || status.crc32 === undefined) {
          plan.missing.push(key);
          return status.state === 'saved'
            ? { ...status, state: 'damaged', reason: 'storage-broken' }
            : status;
        }
        const path = paths.media(row.from, row.receivedAt, key, status.contentType ?? '');
        planned.set(key, path);
        const time = zonedTime(row.receivedAt, utcOffsetMinutes);
        plan.entries.push({ path, time, file, crc32: status.crc32, sha256: status.sha256 ?? '' });
        return { ...status, path };
      };
      for (const status of assets) plan.assets.push(await placeOne(status));
      return plan;
    },
    /** What a choice leaves out: every file, saved or not. */
    leaveOut({ assets }: ArchiveMail): PlacedMedia {
      return { assets, entries: [], missing: assets.map(({ ref }) => ref.key) };
    },
    take({ assets, missing: lost }: PlacedMedia): void {
      for (const { ref, path } of assets) if (path !== undefined) placed.set(ref.key, path);
      for (const key of lost) missing.add(key);
    },
  };
}
