import type { ZonedTime } from '../mail/zoned-time.ts';
import type { StoredFile } from './stored-file.ts';

/** One file of a ZIP: text to be compressed, or received bytes to be taken as they are. */
export type ZipFile = { path: string; time: ZonedTime } & (
  { kind: 'mail' | 'data'; bytes: Uint8Array } | { kind: 'asset'; file: StoredFile; crc32: number }
);

/** A text to be packed into a ZIP. */
export type TextEntry = Extract<ZipFile, { bytes: Uint8Array }>;

/** Compresses texts into a small ZIP; the same texts give the same bytes on every device. */
export type PackTexts = (entries: readonly TextEntry[]) => Promise<ArrayBuffer>;
