/** Bytes to a line of 76 letters (RFC 2045, 6.8); pieces whose length is a multiple of it can be encoded one by one. */
export const bytesPerLine = 57;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const lineFeed = 10;
const equals = 61;

/** Two letters for each twelve bits: half as many steps, and pictures come by the gigabyte. */
const firsts = new Uint8Array(4096).map((_, bits) => alphabet.charCodeAt(bits >> 6));
const seconds = new Uint8Array(4096).map((_, bits) => alphabet.charCodeAt(bits & 63));

/** Base64 in lines of 76 letters, each ended by a line feed. Browsers' own encoders write one endless line. */
export function base64Lines(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const letters = Math.ceil(bytes.length / 3) * 4;
  const out = new Uint8Array(letters + Math.ceil(bytes.length / bytesPerLine));
  let at = 0;
  for (let line = 0; line < bytes.length; line += bytesPerLine) {
    const end = Math.min(line + bytesPerLine, bytes.length);
    let from = line;
    for (; from + 2 < end; from += 3) {
      const bits = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
      const high = bits >> 12;
      const low = bits & 4095;
      out[at] = firsts[high]!;
      out[at + 1] = seconds[high]!;
      out[at + 2] = firsts[low]!;
      out[at + 3] = seconds[low]!;
      at += 4;
    }
    if (from < end) {
      const second = bytes[from + 1];
      const bits = (bytes[from]! << 16) | ((second ?? 0) << 8);
      out[at++] = firsts[bits >> 12]!;
      out[at++] = seconds[bits >> 12]!;
      out[at++] = second === undefined ? equals : firsts[bits & 4095]!;
      out[at++] = equals;
    }
    out[at++] = lineFeed;
  }
  return out;
}
