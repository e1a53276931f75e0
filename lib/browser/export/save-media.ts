import type { MediaItem } from '../../mail/media.ts';
import { saveFile } from './download.ts';
import { packMedia, type MediaZipParts } from './media-zip.ts';

/**
 * Packs selected files and saves the ZIP among the downloads; resolves once it is complete. Runs in a page, which must
 * stay open until then. Rejects as `packMedia` and `saveFile` do; an aborted call leaves no file.
 */
export async function saveMedia(
  items: readonly MediaItem[],
  parts: MediaZipParts,
  fileName: string,
  onPacked: (done: number) => void,
  signal: AbortSignal,
): Promise<{ saved: number; missing: number }> {
  const { zip, saved, missing } = await packMedia(items, parts, onPacked, signal);
  const objectUrl = URL.createObjectURL(zip);
  try {
    await saveFile({ objectUrl, fileName, sizeBytes: zip.size }, signal);
  } finally {
    URL.revokeObjectURL(objectUrl);
  }
  return { saved, missing };
}
