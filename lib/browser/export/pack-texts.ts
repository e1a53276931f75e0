import JSZip from 'jszip';
import { zipYear } from '../../zip/records.ts';
import type { PackTexts } from '../../zip/zip-file.ts';
import type { ZonedTime } from '../../mail/zoned-time.ts';

/** Packs in the current thread, with pauses for other tasks. */
export const packTexts: PackTexts = (entries) => {
  const zip = new JSZip();
  for (const { path, bytes, time } of entries) {
    zip.file(path, bytes, { binary: true, createFolders: false, date: utcDate(time) });
  }
  return zip.generateAsync({
    type: 'arraybuffer',
    compression: 'DEFLATE',
    compressionOptions: { level: 6 },
    platform: 'UNIX',
    streamFiles: false,
  });
};

// JSZip writes a date's UTC parts, whatever the device's zone.
function utcDate({ year, month, day, hour, minute, second }: ZonedTime): Date {
  return new Date(Date.UTC(zipYear(year), month - 1, day, hour, minute, second));
}
