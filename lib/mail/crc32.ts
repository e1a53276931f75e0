const tableCount = 16;
const tables = buildTables();
const noWords = new Int32Array();

/**
 * The unsigned CRC-32 that ZIP uses (polynomial 0xEDB88320). Pass the result of preceding bytes as `earlier` to
 * continue.
 */
export function crc32(bytes: Uint8Array, earlier = 0): number {
  const t = tables;
  const length = bytes.length;
  let crc = ~earlier;
  let at = 0;
  while (at < length && ((bytes.byteOffset + at) & 3) !== 0)
    crc = t[(crc ^ bytes[at++]!) & 255]! ^ (crc >>> 8);

  // Sixteen bytes at a time, read as four words, which are little-endian wherever browsers run: 2.5 times as fast as
  // eight single bytes, and pictures amount to gigabytes.
  const count = (length - at) >>> 2;
  const words = count > 3 ? new Int32Array(bytes.buffer, bytes.byteOffset + at, count) : noWords;
  let word = 0;
  for (const end = words.length - 3; word < end; word += 4) {
    const a = words[word]! ^ crc;
    const b = words[word + 1]!;
    const c = words[word + 2]!;
    const d = words[word + 3]!;
    crc =
      t[3840 + (a & 255)]! ^
      t[3584 + ((a >>> 8) & 255)]! ^
      t[3328 + ((a >>> 16) & 255)]! ^
      t[3072 + (a >>> 24)]! ^
      t[2816 + (b & 255)]! ^
      t[2560 + ((b >>> 8) & 255)]! ^
      t[2304 + ((b >>> 16) & 255)]! ^
      t[2048 + (b >>> 24)]! ^
      t[1792 + (c & 255)]! ^
      t[1536 + ((c >>> 8) & 255)]! ^
      t[1280 + ((c >>> 16) & 255)]! ^
      t[1024 + (c >>> 24)]! ^
      t[768 + (d & 255)]! ^
      t[512 + ((d >>> 8) & 255)]! ^
      t[256 + ((d >>> 16) & 255)]! ^
      t[d >>> 24]!;
  }
  for (at += word * 4; at < length; at++) crc = t[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Sixteen tables in one: the n-th gives the effect of a byte on the checksum n bytes later. */
function buildTables(): Int32Array {
  const all = new Int32Array(tableCount * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    all[byte] = crc;
  }
  for (let at = 256; at < all.length; at++) {
    const crc = all[at - 256]!;
    all[at] = all[crc & 255]! ^ (crc >>> 8);
  }
  return all;
}
