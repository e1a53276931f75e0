/** What the bytes of a file are, and whether they are all there. */
export interface MediaFinding {
  contentType: string;
  isWhole: boolean;
}

/** Reads a file in one go or part by part. */
export interface MediaReader {
  /** Takes the next bytes. */
  add(part: Uint8Array): void;
  /** The type by the first bytes, and by the last ones whether the file is cut. Undefined: no known media. */
  find(): MediaFinding | undefined;
}

/** Some encoders and servers fill up with zeros or a few stray bytes behind the end. */
const paddingBytes = 64;
/** The longest mark at an end, and what may follow it. */
const endBytes = paddingBytes + 8;
const boxHeaderBytes = 16;

/** The finding on a file that is in memory. */
export function findMedia(bytes: Uint8Array): MediaFinding | undefined {
  const reader = createMediaReader();
  reader.add(bytes);
  return reader.find();
}

/** A reader that keeps a few bytes of what it was given. */
export function createMediaReader(): MediaReader {
  let head = new Uint8Array(0);
  let sizeBytes = 0;
  /** The last bytes before the zeros that the file ends with so far. */
  let end = new Uint8Array(0);
  let zeros = 0;
  const boxes = createBoxReader();

  function keepEnd(part: Uint8Array): void {
    let to = part.length;
    while (to > 0 && part[to - 1] === 0) to -= 1;
    if (to > 0) {
      const own = part.subarray(Math.max(0, to - endBytes), to);
      const between = new Uint8Array(Math.min(zeros, endBytes));
      end = to >= endBytes ? own.slice() : lastOf(join(join(end, between), own), endBytes);
      zeros = 0;
    }
    zeros += part.length - to;
  }

  const isWholeOf = (contentType: string): boolean => {
    switch (contentType) {
      case 'image/jpeg':
        return holds(end, [0xff, 0xd9]);
      case 'image/png':
        return holds(end, [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
      case 'image/gif':
        return holds(end, [0x3b]);
      case 'image/webp':
        return sizeBytes >= 8 + word(head, 4, true);
      case 'audio/mpeg':
        return true;
      default:
        return boxes.isWhole(contentType.startsWith('image/'));
    }
  };

  return {
    add(part) {
      if (head.length < boxHeaderBytes) head = join(head, part.subarray(0, boxHeaderBytes - head.length));
      keepEnd(part);
      sizeBytes += part.length;
      // Other files have no boxes, and nothing is read of them.
      if (text(head, 4, 4) === 'ftyp' || head.length < 8) boxes.add(part);
    },
    find() {
      const contentType = typeOf(head);
      return contentType === undefined ? undefined : { contentType, isWhole: isWholeOf(contentType) };
    },
  };
}

function typeOf(head: Uint8Array): string | undefined {
  if (starts(head, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  const mark = text(head, 0, 6);
  if (mark === 'GIF87a' || mark === 'GIF89a') return 'image/gif';
  if (text(head, 0, 4) === 'RIFF' && text(head, 8, 4) === 'WEBP') return 'image/webp';
  if (text(head, 4, 4) === 'ftyp') return boxedType(text(head, 8, 4));
  if (text(head, 0, 3) === 'ID3' || (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2))
    return 'audio/mpeg';
  return undefined;
}

function boxedType(brand: string): string {
  if (brand.startsWith('M4A') || brand.startsWith('M4B')) return 'audio/mp4';
  if (brand === 'avif' || brand === 'avis') return 'image/avif';
  if (/^(?:hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand)) return 'image/heic';
  return brand === 'qt  ' ? 'video/quicktime' : 'video/mp4';
}

/**
 * ISO base media (ISO/IEC 14496-12): boxes, each with its length in front, fill the file exactly. Films and sounds need
 * the box that describes them and the one that holds them, in either order; pictures are not so strict.
 */
function createBoxReader() {
  const seen = new Set<string>();
  let sizeBytes = 0;
  /** The offset of the next box, and of its header what is there. */
  let next = 0;
  let header = new Uint8Array(0);
  /** A length of zero: to the end of the file, or padding behind it. */
  let isLast = false;
  let isBroken = false;

  /** Takes a box whose header is there; false: more bytes are needed. */
  function takeBox(): boolean {
    if (header.length < 8) return false;
    let size = word(header, 0, false);
    if (size === 1) {
      if (header.length < boxHeaderBytes) return false;
      size = word(header, 8, false) * 2 ** 32 + word(header, 12, false);
    }
    isLast = size === 0;
    isBroken = !isLast && size < 8;
    if (!isBroken) seen.add(text(header, 4, 4));
    next += size;
    header = new Uint8Array(0);
    return true;
  }

  return {
    add(part: Uint8Array): void {
      const from = sizeBytes;
      sizeBytes += part.length;
      while (!isLast && !isBroken && next + header.length < sizeBytes) {
        const at = next + header.length - from;
        header = join(header, part.subarray(at, at + boxHeaderBytes - header.length));
        if (!takeBox()) return;
      }
    },
    isWhole(isPicture: boolean): boolean {
      const isFilled =
        !isBroken &&
        (isLast || next === sizeBytes || (next < sizeBytes && header.every((byte) => byte === 0)));
      return isFilled && (isPicture ? seen.size > 1 : seen.has('moov') && seen.has('mdat'));
    },
  };
}

function holds(end: Uint8Array, mark: readonly number[]): boolean {
  const lowest = Math.max(0, end.length - paddingBytes - mark.length);
  for (let at = end.length - mark.length; at >= lowest; at--)
    if (mark.every((byte, index) => end[at + index] === byte)) return true;
  return false;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

const lastOf = (bytes: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> =>
  bytes.slice(Math.max(0, bytes.length - count));

function starts(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function word(bytes: Uint8Array, at: number, isLittleEndian: boolean): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, isLittleEndian);
}
