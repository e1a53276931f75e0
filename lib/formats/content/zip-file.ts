import type { ZonedTime } from '../../mail/zoned-time.ts';
import type { StoredFile } from '../../zip/stored-file.ts';

/** One file of a ZIP: text to be compressed, or received bytes to be taken as they are. */
export type ZipFile = { path: string; time: ZonedTime } & (
  { kind: 'mail' | 'data'; bytes: Uint8Array } | { kind: 'asset'; file: StoredFile; crc32: number }
);
