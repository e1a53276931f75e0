import { MailArkError } from '../errors.ts';
import { foldName } from './safe-names.ts';
import { isSameBytes } from './same-bytes.ts';
import type { StoredFile } from './stored-file.ts';
import { directoryHeader, endRecords, localHeader, type ZipEntry } from './records.ts';
import { readDirectory, type Sliceable } from './read-directory.ts';

/** Bytes of the finished file, in order. Blobs are referred to and never read. */
export type ZipPart = Blob | Uint8Array<ArrayBuffer>;

/** Joins finished parts and stored bytes, and ends them with one directory. */
export interface ZipAssembly {
  /** Adds an entry whose local header and bytes, `partSize` in total, follow in the next `addPart`. */
  addReady(entry: ZipEntry, partSize: number): void;
  /** The bytes of all entries added by `addReady` since the last part. */
  addPart(part: Blob): void;
  /**
   * Adds bytes uncompressed. Neighbours that follow each other in one Blob, each behind the header it needs, become one
   * part: each part costs the browser about 2 ms, whatever its size.
   */
  addStored(entry: ZipEntry, file: StoredFile): void;
  /** The parts of the whole file. Nothing may be added afterwards. */
  finish(): ZipPart[];
  readonly entries: readonly ZipEntry[];
}

/**
 * Creates an empty assembly. Its methods throw `MailArkError` with `export-failed` for a path that is already used, or
 * a size that is wrong.
 */
export function createZipAssembly(): ZipAssembly {
  const parts: ZipPart[] = [];
  const entries: ZipEntry[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  const paths = new Set<string>();
  let offset = 0;
  let awaited = 0;
  let run: { pack: Blob; from: number; to: number } | undefined;

  const closeRun = (): void => {
    if (run) parts.push(run.pack.slice(run.from, run.to));
    run = undefined;
  };

  const add = (entry: ZipEntry, partSize: number): void => {
    const folded = foldName(entry.path);
    if (paths.has(folded)) throw new MailArkError('export-failed', 'Two entries have one path.');
    paths.add(folded);
    entries.push(entry);
    directory.push(directoryHeader(entry, offset));
    offset += partSize;
  };
  const nothingAwaited = (): void => {
    if (awaited !== 0) throw new MailArkError('export-failed', 'The part of some entries is missing.');
  };

  return {
    entries,
    addReady(entry, partSize) {
      add(entry, partSize);
      awaited += partSize;
    },
    addPart(part) {
      if (part.size !== awaited)
        throw new MailArkError('export-failed', 'A part has another size than its entries.');
      awaited = 0;
      closeRun();
      parts.push(part);
    },
    addStored(entry, file) {
      nothingAwaited();
      if (
        entry.method !== 'stored' ||
        file.sizeBytes !== entry.sizeBytes ||
        file.sizeBytes !== entry.compressedSize
      ) {
        throw new MailArkError('export-failed', 'A stored entry has another size than its bytes.');
      }
      const header = localHeader(entry);
      const size = header.length + file.sizeBytes;
      add(entry, size);
      const { framed } = file;
      if (!framed || !isSameBytes(framed.header, header)) {
        closeRun();
        parts.push(header, file.blob());
      } else if (run?.pack === framed.pack && run.to === framed.offset) run.to += size;
      else {
        closeRun();
        run = { pack: framed.pack, from: framed.offset, to: framed.offset + size };
      }
    },
    finish() {
      nothingAwaited();
      closeRun();
      const joined = joinBytes(directory);
      return [...parts, joined, endRecords(entries.length, joined.length, offset)];
    },
  };
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** The number of local headers that are checked: enough to detect a shift. Slicing a Blob of 24,000 parts is slow. */
const probes = 4;

/**
 * Reads the directory of the finished file and compares it with the expected entries: names, sizes, checksums, order,
 * and local headers at the offsets of the directory. Rejects with `MailArkError` of code `export-failed`.
 */
export async function checkZip(file: Sliceable, meant: readonly ZipEntry[]): Promise<void> {
  const found = await readDirectory(file).catch((error: unknown) => {
    throw new MailArkError('export-failed', 'The ZIP does not read back.', { cause: error });
  });
  const isSame =
    found.length === meant.length &&
    found.every((entry, index) => {
      const wanted = meant[index];
      return (
        wanted?.path === entry.path &&
        wanted.crc32 === entry.crc32 &&
        wanted.sizeBytes === entry.sizeBytes &&
        wanted.compressedSize === entry.compressedSize &&
        entry.method === (wanted.method === 'stored' ? 0 : 8)
      );
    });
  if (!isSame)
    throw new MailArkError('export-failed', 'The directory of the ZIP is not the one that was meant.');
  const step = Math.max(1, Math.floor(found.length / probes));
  for (let index = found.length - 1; index >= 0; index -= step) {
    const offset = found[index]?.offset ?? 0;
    const head = new DataView(await file.slice(offset, offset + 4).arrayBuffer());
    if (head.byteLength < 4 || head.getUint32(0, true) !== 0x04034b50) {
      throw new MailArkError('export-failed', 'An entry is not where the directory says.');
    }
  }
}
