import JSZip from 'jszip';
import { checkZip, createZipAssembly } from '../archive/zip/assemble.ts';
import { readDirectory } from '../archive/zip/read-directory.ts';
import { zipYear } from '../archive/zip/records.ts';
import type { ZipFile } from '../archive/volume.ts';
import { noTime, type ZonedTime } from '../archive/zoned-time.ts';

/** A pack is compressed when it holds this much; JSZip needs about three times the size while it works. */
const packBytes = 4 * 1024 * 1024;
const packEntries = 500;

/** Writes one ZIP: text compressed by JSZip pack by pack, received files by reference. */
export interface ZipWriter {
  add(entry: ZipFile): Promise<void>;
  /** The whole file, its directory read back. Rejects with `MailArkError` of code `export-failed`. */
  finish(): Promise<Blob>;
}

type TextEntry = Extract<ZipFile, { bytes: Uint8Array }>;

/** An empty ZIP. The same entries in the same order give the same bytes on every machine. */
export function createZipWriter(): ZipWriter {
  const assembly = createZipAssembly();
  let pack: TextEntry[] = [];
  let packed = 0;

  const closePack = async (): Promise<void> => {
    if (pack.length === 0) return;
    const entries = pack;
    pack = [];
    packed = 0;
    const zip = new JSZip();
    for (const { path, bytes, time } of entries) {
      zip.file(path, bytes, { binary: true, createFolders: false, date: utcDate(time) });
    }
    const bytes = await zip.generateAsync({
      type: 'arraybuffer',
      compression: 'DEFLATE',
      compressionOptions: { level: 6 },
      platform: 'UNIX',
      streamFiles: false,
    });
    const whole = new Blob([bytes]);
    const found = await readDirectory(whole);
    const end = directoryStart(bytes);
    found.forEach((entry, index) => {
      const next = found[index + 1]?.offset ?? end;
      const time = entries[index]?.time ?? noTime;
      assembly.addReady(
        {
          path: entry.path,
          method: entry.method === 0 ? 'stored' : 'deflated',
          crc32: entry.crc32,
          compressedSize: entry.compressedSize,
          sizeBytes: entry.sizeBytes,
          time,
        },
        next - entry.offset,
      );
    });
    assembly.addPart(whole.slice(0, end));
  };

  return {
    async add(entry) {
      if (entry.kind !== 'asset') {
        pack.push(entry);
        packed += entry.bytes.length;
        if (packed >= packBytes || pack.length >= packEntries) await closePack();
        return;
      }
      const { path, blob, crc32, time } = entry;
      const sizeBytes = blob.size;
      assembly.addStored({ path, method: 'stored', crc32, compressedSize: sizeBytes, sizeBytes, time }, blob);
    },
    async finish() {
      await closePack();
      const file = new Blob(assembly.finish(), { type: 'application/zip' });
      await checkZip(file, assembly.entries);
      return file;
    },
  };
}

// JSZip writes a date's UTC parts, whatever the machine's zone.
function utcDate({ year, month, day, hour, minute, second }: ZonedTime): Date {
  return new Date(Date.UTC(zipYear(year), month - 1, day, hour, minute, second));
}

function directoryStart(zip: ArrayBuffer): number {
  return new DataView(zip).getUint32(zip.byteLength - 6, true);
}
