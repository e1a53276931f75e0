import { MailArkError } from '../errors.ts';
import { crc32 } from '../mail/crc32.ts';
import { readSlice, type DirectoryEntry, type Sliceable } from './read-directory.ts';

/** Reads pieces of a file through large blocks, so that a thousand small neighbours cost a few reads. */
export interface BlockReader {
  /**
   * Resolves with the bytes from `from` to before `to`, which must not be changed. Rejects with `zip-cut` past the end.
   */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}

const blockBytes = 8 * 1024 * 1024;
/** The block in use, one that a piece may extend into, and one being fetched. */
const blocksAtHand = 3;

/** Creates a reader that fetches the next block while one is used. Several reads may run at once. */
export function createBlockReader(file: Sliceable, size = blockBytes): BlockReader {
  const blocks = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();
  let last = -1;

  const fetchBlock = (at: number): Promise<Uint8Array<ArrayBuffer>> => {
    const known = blocks.get(at);
    if (known) return known;
    const block = readSlice(file, at * size, Math.min(file.size, (at + 1) * size));
    block.catch(() => blocks.delete(at));
    blocks.set(at, block);
    for (const each of blocks.keys()) {
      if (blocks.size <= blocksAtHand) break;
      if (each !== last) blocks.delete(each);
    }
    return block;
  };

  const takeBlock = (at: number): Promise<Uint8Array<ArrayBuffer>> => {
    // Only sequential reading is fetched ahead.
    const isNext = at === last + 1;
    last = at;
    const block = fetchBlock(at);
    if (isNext && (at + 1) * size < file.size) void fetchBlock(at + 1);
    return block;
  };

  return {
    async read(from, to) {
      if (to > file.size) throw new MailArkError('zip-cut', 'An entry ends behind the end of the file.');
      if (to <= from) return new Uint8Array(0);
      const first = Math.floor(from / size);
      const block = await takeBlock(first);
      if (to <= (first + 1) * size) return block.subarray(from - first * size, to - first * size);
      const joined = new Uint8Array(to - from);
      joined.set(block.subarray(from - first * size));
      for (let at = first + 1; at * size < to; at += 1) {
        const more = await takeBlock(at);
        joined.set(more.subarray(0, Math.min(more.length, to - at * size)), at * size - from);
      }
      return joined;
    },
  };
}

const broken = (what: string): MailArkError => new MailArkError('zip-broken', `An entry is broken: ${what}.`);
/** Deflate produces at most 1,032 bytes from one, and a browser inflates a whole piece before it can be stopped. */
const inflatePieceBytes = 32 * 1024;
const storedPieceBytes = 4 * 1024 * 1024;

/**
 * Yields the bytes of an entry in pieces, which must not be changed. `limit` is the offset at which they must have
 * ended. The output is counted as it is produced; size and CRC-32 are compared with the directory before the generator
 * ends. Throws `MailArkError` with `zip-broken`, `zip-cut` or `file-unreadable`.
 */
export async function* readEntry(
  reader: BlockReader,
  entry: DirectoryEntry,
  limit: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const start = await findBytes(reader, entry);
  if (start + entry.compressedSize > limit) throw broken('its bytes run into the next');
  const pieces = readPieces(reader, start, entry);
  let size = 0;
  let sum = 0;
  for await (const piece of entry.method === 8 ? inflate(pieces) : pieces) {
    size += piece.length;
    if (size > entry.sizeBytes) throw broken('it is larger than it said');
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size !== entry.sizeBytes) throw broken('it is smaller than it said');
  if (sum !== entry.crc32) throw broken('its checksum is another');
}

/** The offset of the entry's bytes. Rejects when the local header contradicts the directory. */
async function findBytes(reader: BlockReader, entry: DirectoryEntry): Promise<number> {
  const { offset, nameLength } = entry;
  const head = await reader.read(offset, offset + 30);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) throw broken('it does not begin where the directory says');
  const flags = view.getUint16(6, true);
  const areSizesBehind = (flags & 8) !== 0;
  const isSame = (at: number, value: number): boolean =>
    (areSizesBehind && view.getUint32(at, true) === 0) ||
    [value, 0xffffffff].includes(view.getUint32(at, true));
  if (
    (flags & 0x41) !== 0 ||
    view.getUint16(8, true) !== entry.method ||
    view.getUint16(26, true) !== nameLength ||
    !(isSame(14, entry.crc32) && isSame(18, entry.compressedSize) && isSame(22, entry.sizeBytes))
  )
    throw broken('its header contradicts the directory');
  const extraLength = view.getUint16(28, true);
  const name = await reader.read(offset + 30, offset + 30 + nameLength);
  if (new TextDecoder('utf-8', { ignoreBOM: true }).decode(name) !== entry.path)
    throw broken('its header has another name');
  return offset + 30 + nameLength + extraLength;
}

async function* readPieces(
  reader: BlockReader,
  start: number,
  { compressedSize, method }: DirectoryEntry,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const step = method === 8 ? inflatePieceBytes : storedPieceBytes;
  for (let at = 0; at < compressedSize; at += step)
    yield await reader.read(start + at, start + Math.min(at + step, compressedSize));
}

async function* inflate(
  packed: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  let failure: unknown;
  const feeding = (async () => {
    for await (const piece of packed) {
      await writer.ready;
      await writer.write(piece.slice());
    }
    await writer.close();
  })().catch(async (error: unknown) => {
    failure = error;
    await writer.abort(error).catch(() => undefined);
  });
  const output = stream.readable.getReader();
  try {
    for (;;) {
      const { done, value } = await output.read();
      if (done) break;
      yield value;
    }
    await feeding;
  } catch (error) {
    // Reading the file failed, or the bytes are not deflated.
    throw failure instanceof MailArkError
      ? failure
      : error instanceof MailArkError
        ? error
        : broken('it cannot be unpacked');
  } finally {
    await output.cancel().catch(() => undefined);
    await writer.abort().catch(() => undefined);
  }
}
