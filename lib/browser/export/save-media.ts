import type { MediaItem } from '../../mail/media.ts';
import { saveFile } from './download.ts';
import { packMedia, type MediaZipParts } from './media-zip.ts';

/**
 * Packs chosen files and saves the ZIP among the downloads; resolves once it is complete. Runs in a page, which has to
 * stay open as long. Rejects as `packMedia` and `saveFile` do; aborted, it leaves no file.
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
