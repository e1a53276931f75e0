import { noTime } from '../mail/zoned-time.ts';
import { checkZip, createZipAssembly, type ZipAssembly } from './assemble.ts';
import { readDirectory } from './read-directory.ts';
import { storedEntry } from './records.ts';
import type { PackTexts, TextEntry, ZipFile } from './zip-file.ts';

/** A pack is compressed when it reaches this size; compressing needs about three times as much memory meanwhile. */
const packBytes = 4 * 1024 * 1024;
const packEntries = 500;
/** The number of packs that may be unfinished while further entries are accepted. */
const packsAtOnce = 2;

/** Writes one ZIP: texts compressed pack by pack, received files by reference. */
export interface ZipWriter {
  /** Resolves when more may be added; an error of an entry may reject a later call. */
  add(entry: ZipFile): Promise<void>;
  /**
   * Resolves with the whole file after reading its directory back. Rejects with `MailArkError` of code `export-failed`.
   */
  finish(): Promise<Blob>;
}

/**
 * Creates an empty ZIP. The same entries in the same order give the same bytes on every device. Packs are compressed by
 * `compress`.
 */
export function createZipWriter(compress: PackTexts): ZipWriter {
  const assembly = createZipAssembly();
  let pack: TextEntry[] = [];
  let packed = 0;
  // Entries enter the file in the order they were added, however long a pack takes.
  let work = Promise.resolve();
  let packsInWork = 0;

  const inTurn = (step: () => void | Promise<void>): void => {
    work = work.then(step);
    // `add` and `finish` reject with the error.
    work.catch(() => undefined);
  };

  const closePack = (): void => {
    if (pack.length === 0) return;
    const entries = pack;
    pack = [];
    packed = 0;
    packsInWork += 1;
    const compressed = compress(entries);
    compressed.catch(() => undefined);
    inTurn(async () => {
      await addPack(assembly, entries, await compressed);
      packsInWork -= 1;
    });
  };

  return {
    async add(entry) {
      if (entry.kind !== 'asset') {
        pack.push(entry);
        packed += entry.bytes.length;
        if (packed >= packBytes || pack.length >= packEntries) closePack();
      } else {
        const { path, file, crc32, time } = entry;
        inTurn(() => assembly.addStored(storedEntry(path, crc32, file.sizeBytes, time), file));
      }
      if (packsInWork > packsAtOnce) await work;
    },
    async finish() {
      closePack();
      await work;
      const file = new Blob(assembly.finish(), { type: 'application/zip' });
      await checkZip(file, assembly.entries);
      return file;
    },
  };
}

/** Adds the part of a pack's own ZIP that precedes its directory. */
async function addPack(
  assembly: ZipAssembly,
  entries: readonly TextEntry[],
  bytes: ArrayBuffer,
): Promise<void> {
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
}

function directoryStart(zip: ArrayBuffer): number {
  return new DataView(zip).getUint32(zip.byteLength - 6, true);
}
