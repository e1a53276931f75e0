import { MailArkError } from '../errors.ts';

/** An entry as the directory describes it. */
export interface DirectoryEntry {
  path: string;
  /** The number of the method: 0 stored, 8 deflated. */
  method: number;
  crc32: number;
  compressedSize: number;
  sizeBytes: number;
  /** The offset of its local header. */
  offset: number;
  /** The general purpose bits: 1 encrypted, 8 sizes after the bytes. */
  flags: number;
  /** The file's mode where the entry was made on UNIX, 0 otherwise. */
  unixMode: number;
  /** The length of the name in the headers, in bytes. */
  nameLength: number;
}

/** A directory and its offset: everything before it belongs to entries. */
export interface Directory {
  entries: DirectoryEntry[];
  offset: number;
}

/** Anything that can be read in slices: a `Blob`, or in tests a file that would not fit in memory. */
export interface Sliceable {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * Reads a range of bytes. Rejects with `file-unreadable` when the file has disappeared or changed since it was chosen,
 * and with `zip-cut` when it is shorter.
 */
export async function readSlice(file: Sliceable, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch (error) {
    throw new MailArkError('file-unreadable', 'The file cannot be read any more.', { cause: error });
  }
  if (bytes.length !== to - from) throw new MailArkError('zip-cut', 'The file is shorter than it said.');
  return bytes;
}

/** Far above any directory of Mail Ark: half a million entries with long names. */
const mostDirectoryBytes = 192 * 1024 * 1024;
/** The longest comment that may follow the closing record. */
const mostCommentBytes = 0xffff;
const endBytes = 22;
const zip64Bytes = 76;

const broken = (what: string): MailArkError => new MailArkError('zip-broken', `The ZIP is broken: ${what}.`);

/**
 * Reads the entries of a ZIP's directory, ZIP64 included. Rejects with `zip-foreign` when the file is not a ZIP,
 * `zip-cut` when the closing records are missing, `zip-split` for one disk of several, `zip-too-large`, or `zip-broken`
 * when numbers contradict each other.
 */
export async function readDirectory(file: Sliceable): Promise<DirectoryEntry[]> {
  return (await readWholeDirectory(file)).entries;
}

/** Like `readDirectory`, with the offset of the directory. */
export async function readWholeDirectory(file: Sliceable): Promise<Directory> {
  const { count, size, offset } = await readEnd(file);
  if (size > mostDirectoryBytes) throw new MailArkError('zip-too-large', 'The directory is too large.');
  const bytes = await readSlice(file, offset, offset + size);
  const view = new DataView(bytes.buffer);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const entries: DirectoryEntry[] = [];
  let at = 0;
  while (at < size) {
    if (at + 46 > size || view.getUint32(at, true) !== 0x02014b50) throw broken('the directory is cut');
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > size) throw broken('the directory is cut');
    if (view.getUint16(at + 34, true) !== 0)
      throw new MailArkError('zip-split', 'An entry is on another disk.');
    const nameEnd = at + 46 + nameLength;
    const wide = readZip64(view, nameEnd, nameEnd + extraLength);
    const own = (value: number): number => (value === 0xffffffff ? wide.next() : value);
    const sizeBytes = own(view.getUint32(at + 24, true));
    const compressedSize = own(view.getUint32(at + 20, true));
    const isUnix = view.getUint8(at + 5) === 3;
    entries.push({
      path: decodeName(decoder, bytes.subarray(at + 46, nameEnd)),
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      compressedSize,
      sizeBytes,
      offset: own(view.getUint32(at + 42, true)),
      flags: view.getUint16(at + 8, true),
      unixMode: isUnix ? view.getUint16(at + 40, true) : 0,
      nameLength,
    });
    at = next;
  }
  if (entries.length !== count) throw broken('the directory has another count');
  return { entries, offset };
}

/** Old programs write names in the code page of their country; Mail Ark writes no such names. */
function decodeName(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return String.fromCharCode(0, ...bytes.subarray(0, 100));
  }
}

async function readEnd(file: Sliceable): Promise<{ count: number; size: number; offset: number }> {
  const start = Math.max(0, file.size - zip64Bytes - endBytes - mostCommentBytes);
  const view = new DataView((await readSlice(file, start, file.size)).buffer);
  const end = findEnd(view);
  if (end === undefined) throw await noEnd(file);
  const numbers = readZip64End(view, end) ?? {
    disk: view.getUint16(end + 4, true) | view.getUint16(end + 6, true),
    count: view.getUint16(end + 10, true),
    size: view.getUint32(end + 12, true),
    offset: view.getUint32(end + 16, true),
    at: end,
  };
  const { disk, count, size, offset } = numbers;
  if (disk !== 0) throw new MailArkError('zip-split', 'The ZIP is one disk of several.');
  if (offset + size !== start + numbers.at) throw broken('the directory is not where it should be');
  return { count, size, offset };
}

/** The offset of the last closing record whose comment ends with the file. */
function findEnd(view: DataView): number | undefined {
  for (let at = view.byteLength - endBytes; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + endBytes + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return undefined;
}

function readZip64End(view: DataView, end: number) {
  if (end < 20 || view.getUint32(end - 20, true) !== 0x07064b50) return undefined;
  const at = end - zip64Bytes;
  if (at < 0 || view.getUint32(at, true) !== 0x06064b50) throw broken('the ZIP64 end is missing');
  return {
    disk: view.getUint32(at + 16, true) | view.getUint32(at + 20, true),
    count: Number(view.getBigUint64(at + 32, true)),
    size: Number(view.getBigUint64(at + 40, true)),
    offset: Number(view.getBigUint64(at + 48, true)),
    at,
  };
}

/** A file that begins like a ZIP has lost its end; any other file is not a ZIP. */
async function noEnd(file: Sliceable): Promise<MailArkError> {
  const head = await readSlice(file, 0, Math.min(4, file.size));
  const isZip = head.length > 0 && head.every((byte, at) => byte === [0x50, 0x4b, 3, 4][at]);
  return isZip
    ? new MailArkError('zip-cut', 'The ZIP has no end.')
    : new MailArkError('zip-foreign', 'The file is no ZIP.');
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
