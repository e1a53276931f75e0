/** What the bytes of a file are, and whether they are all there. */
export interface MediaFinding {
  contentType: string;
  isWhole: boolean;
}

/** Some encoders and servers fill up with zeros or a few stray bytes behind the end. */
const paddingBytes = 64;

/** The type by the first bytes, and by the last ones whether the file is cut. Undefined: no known media. */
export function findMedia(bytes: Uint8Array): MediaFinding | undefined {
  if (starts(bytes, 0xff, 0xd8, 0xff))
    return { contentType: 'image/jpeg', isWhole: endsNear(bytes, [0xff, 0xd9]) };
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
    return {
      contentType: 'image/png',
      isWhole: endsNear(bytes, [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]),
    };
  const mark = text(bytes, 0, 6);
  if (mark === 'GIF87a' || mark === 'GIF89a')
    return { contentType: 'image/gif', isWhole: endsNear(bytes, [0x3b]) };
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP')
    return { contentType: 'image/webp', isWhole: bytes.length >= 8 + word(bytes, 4, true) };
  if (text(bytes, 4, 4) === 'ftyp') {
    const contentType = boxedType(text(bytes, 8, 4));
    return { contentType, isWhole: hasWholeBoxes(bytes, contentType.startsWith('image/')) };
  }
  if (text(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2))
    return { contentType: 'audio/mpeg', isWhole: true };
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
function hasWholeBoxes(bytes: Uint8Array, isPicture: boolean): boolean {
  const seen = new Set<string>();
  let at = 0;
  while (at + 8 <= bytes.length) {
    let size = word(bytes, at, false);
    if (size === 1 && at + 16 <= bytes.length)
      size = word(bytes, at + 8, false) * 2 ** 32 + word(bytes, at + 12, false);
    const name = text(bytes, at + 4, 4);
    // Zero means: to the end of the file, or padding behind it.
    if (size === 0) size = bytes.length - at;
    if (size < 8) break;
    seen.add(name);
    at += size;
  }
  const isFilled =
    at === bytes.length || (at < bytes.length && bytes.length - at <= paddingBytes && isZero(bytes, at));
  return isFilled && (isPicture ? seen.size > 1 : seen.has('moov') && seen.has('mdat'));
}

function isZero(bytes: Uint8Array, from: number): boolean {
  return bytes.subarray(from).every((byte) => byte === 0);
}

function endsNear(bytes: Uint8Array, mark: number[]): boolean {
  let end = bytes.length;
  // Zeros are padding however many they are.
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  const lowest = Math.max(0, end - paddingBytes - mark.length);
  for (let at = end - mark.length; at >= lowest; at--)
    if (mark.every((byte, index) => bytes[at + index] === byte)) return true;
  return false;
}

function starts(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function word(bytes: Uint8Array, at: number, isLittleEndian: boolean): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, isLittleEndian);
}
