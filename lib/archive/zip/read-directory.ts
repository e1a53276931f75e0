import { MailArkError } from '../../errors.ts';

/** An entry as a directory tells of it. */
export interface DirectoryEntry {
  path: string;
  /** The number of the method: 0 stored, 8 deflated. */
  method: number;
  crc32: number;
  compressedSize: number;
  sizeBytes: number;
  /** Where its local header begins. */
  offset: number;
}

/** Anything whose parts can be read: a `Blob`, or in tests a file that would not fit. */
export interface Sliceable {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const broken = (what: string): MailArkError =>
  new MailArkError('export-failed', `The ZIP is not whole: ${what}.`);

/**
 * Reads the directory of a ZIP of ours, ZIP64 included. Rejects with code `export-failed` when the closing records are
 * not the last bytes, the numbers do not fit each other, or the directory is cut.
 */
export async function readDirectory(file: Sliceable): Promise<DirectoryEntry[]> {
  const { count, size, offset } = await readEnd(file);
  if (offset + size > file.size) throw broken('the directory lies outside');
  const bytes = new Uint8Array(await file.slice(offset, offset + size).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const entries: DirectoryEntry[] = [];
  let at = 0;
  while (at < size) {
    if (at + 46 > size || view.getUint32(at, true) !== 0x02014b50) throw broken('the directory is cut');
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > size) throw broken('the directory is cut');
    const nameEnd = at + 46 + nameLength;
    const wide = readZip64(view, nameEnd, nameEnd + extraLength);
    const own = (value: number): number => (value === 0xffffffff ? wide.next() : value);
    const sizeBytes = own(view.getUint32(at + 24, true));
    const compressedSize = own(view.getUint32(at + 20, true));
    entries.push({
      path: decoder.decode(bytes.subarray(at + 46, nameEnd)),
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      compressedSize,
      sizeBytes,
      offset: own(view.getUint32(at + 42, true)),
    });
    at = next;
  }
  if (entries.length !== count) throw broken('the directory has another count');
  return entries;
}

async function readEnd(file: Sliceable): Promise<{ count: number; size: number; offset: number }> {
  if (file.size < 22) throw broken('it is too short');
  const start = Math.max(0, file.size - 98);
  const view = new DataView(await file.slice(start, file.size).arrayBuffer());
  const end = view.byteLength - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw broken('the end is missing');
  const hasZip64 = end >= 20 && view.getUint32(end - 20, true) === 0x07064b50;
  if (!hasZip64) {
    return {
      count: view.getUint16(end + 10, true),
      size: view.getUint32(end + 12, true),
      offset: view.getUint32(end + 16, true),
    };
  }
  if (end < 76 || view.getUint32(end - 76, true) !== 0x06064b50) throw broken('the ZIP64 end is missing');
  return {
    count: Number(view.getBigUint64(end - 76 + 32, true)),
    size: Number(view.getBigUint64(end - 76 + 40, true)),
    offset: Number(view.getBigUint64(end - 76 + 48, true)),
  };
}

function readZip64(view: DataView, from: number, to: number): { next(): number } {
  let at = from;
  let end = from;
  for (let field = from; field + 4 <= to;) {
    const length = view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 0x0001) {
      at = field + 4;
      end = Math.min(at + length, to);
      break;
    }
    field += 4 + length;
  }
  return {
    next() {
      if (at + 8 > end) throw broken('a ZIP64 value is missing');
      at += 8;
      return Number(view.getBigUint64(at - 8, true));
    },
  };
}
