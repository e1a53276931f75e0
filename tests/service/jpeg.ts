import type { Painting } from './scenes.ts';

// Baseline JPEG (ITU-T T.81): 4:2:0, the annex K luminance tables for both kinds of component.
const zigZag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];
const quantisation = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
].map((step) => Math.max(1, Math.round(step * 0.5)));

const dcLengths = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const dcSymbols = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const acLengths = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125];
const acSymbols = listAcSymbols();

function listAcSymbols(): number[] {
  const frequent = [
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22,
    0x71, 0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33,
    0x62, 0x72, 0x82,
  ];
  const rest: number[] = [];
  for (let run = 0; run < 16; run++) {
    for (let size = 1; size <= 10; size++) {
      const symbol = run * 16 + size;
      if (!frequent.includes(symbol)) rest.push(symbol);
    }
  }
  return [...frequent, ...rest];
}

interface Codes {
  code: Uint16Array;
  length: Uint8Array;
}

function buildCodes(lengths: number[], symbols: number[]): Codes {
  const codes: Codes = { code: new Uint16Array(256), length: new Uint8Array(256) };
  let next = 0;
  let at = 0;
  for (const [index, count] of lengths.entries()) {
    for (let n = 0; n < count; n++) {
      const symbol = symbols[at++] as number;
      codes.code[symbol] = next++;
      codes.length[symbol] = index + 1;
    }
    next <<= 1;
  }
  return codes;
}

const dcCodes = buildCodes(dcLengths, dcSymbols);
const acCodes = buildCodes(acLengths, acSymbols);

const cosines = Float64Array.from({ length: 64 }, (_, at) => {
  const frequency = at >> 3;
  return (
    (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * (at & 7) + 1) * frequency * Math.PI) / 16)
  );
});

/** Writes bits one after another, with the zero byte the format requires after each 0xFF. */
class BitWriter {
  bytes: number[] = [];
  private held = 0;
  private count = 0;

  put(value: number, length: number): void {
    this.held = (this.held << length) | (value & ((1 << length) - 1));
    this.count += length;
    while (this.count >= 8) {
      const byte = (this.held >> (this.count - 8)) & 0xff;
      this.bytes.push(byte);
      if (byte === 0xff) this.bytes.push(0);
      this.count -= 8;
    }
    this.held &= (1 << this.count) - 1;
  }

  finish(): void {
    if (this.count > 0) this.put(0x7f, 8 - this.count);
  }
}

function bitSize(value: number): number {
  return 32 - Math.clz32(Math.abs(value));
}

function putValue(bits: BitWriter, value: number, size: number): void {
  if (size > 0) bits.put(value < 0 ? value + (1 << size) - 1 : value, size);
}

const rows = new Float64Array(64);
const levels = new Int32Array(64);

/** Transforms and writes one block of 8 × 8 samples, centred on zero; returns its DC level. */
function putBlock(bits: BitWriter, samples: Float64Array, lastDc: number): number {
  for (let y = 0; y < 8; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += (samples[y * 8 + x] as number) * (cosines[u * 8 + x] as number);
      rows[y * 8 + u] = sum;
    }
  }
  for (let at = 0; at < 64; at++) {
    const place = zigZag[at] as number;
    const u = place & 7;
    const v = place >> 3;
    let sum = 0;
    for (let y = 0; y < 8; y++) sum += (rows[y * 8 + u] as number) * (cosines[v * 8 + y] as number);
    levels[at] = Math.round(sum / (quantisation[place] as number));
  }
  const dc = levels[0] as number;
  const size = bitSize(dc - lastDc);
  bits.put(dcCodes.code[size] as number, dcCodes.length[size] as number);
  putValue(bits, dc - lastDc, size);
  let zeros = 0;
  for (let at = 1; at < 64; at++) {
    const level = levels[at] as number;
    if (level === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) bits.put(acCodes.code[0xf0] as number, acCodes.length[0xf0] as number);
    const symbol = zeros * 16 + bitSize(level);
    bits.put(acCodes.code[symbol] as number, acCodes.length[symbol] as number);
    putValue(bits, level, bitSize(level));
    zeros = 0;
  }
  if (zeros > 0) bits.put(acCodes.code[0] as number, acCodes.length[0] as number);
  return dc;
}

function segment(marker: number, ...content: number[]): number[] {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...content];
}

/** Encodes a painting as a baseline JPEG; width and height must be multiples of 16. */
export function encodeJpeg({ width, height, rgb }: Painting): Buffer {
  const size = width * height;
  const luma = new Float32Array(size);
  const blue = new Float32Array(size);
  const red = new Float32Array(size);
  for (let at = 0; at < size; at++) {
    const r = rgb[at * 3] as number;
    const g = rgb[at * 3 + 1] as number;
    const b = rgb[at * 3 + 2] as number;
    luma[at] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
    blue[at] = -0.1687 * r - 0.3313 * g + 0.5 * b;
    red[at] = 0.5 * r - 0.4187 * g - 0.0813 * b;
  }
  const bits = new BitWriter();
  const block = new Float64Array(64);
  const dc = { luma: 0, blue: 0, red: 0 };
  for (let top = 0; top < height; top += 16) {
    for (let left = 0; left < width; left += 16) {
      for (let part = 0; part < 4; part++) {
        const from = (top + (part >> 1) * 8) * width + left + (part & 1) * 8;
        for (let at = 0; at < 64; at++) block[at] = luma[from + (at >> 3) * width + (at & 7)] as number;
        dc.luma = putBlock(bits, block, dc.luma);
      }
      for (const [name, plane] of [
        ['blue', blue],
        ['red', red],
      ] as const) {
        for (let at = 0; at < 64; at++) {
          const from = (top + (at >> 3) * 2) * width + left + (at & 7) * 2;
          const sum =
            (plane[from] as number) +
            (plane[from + 1] as number) +
            (plane[from + width] as number) +
            (plane[from + width + 1] as number);
          block[at] = sum / 4;
        }
        dc[name] = putBlock(bits, block, dc[name]);
      }
    }
  }
  bits.finish();
  return Buffer.from(
    [
      ...[0xff, 0xd8],
      ...segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0),
      ...segment(0xdb, 0, ...zigZag.map((place) => quantisation[place] as number)),
      ...segment(
        0xc0,
        8,
        height >> 8,
        height & 0xff,
        width >> 8,
        width & 0xff,
        3,
        1,
        0x22,
        0,
        2,
        0x11,
        0,
        3,
        0x11,
        0,
      ),
      ...segment(0xc4, 0x00, ...dcLengths, ...dcSymbols),
      ...segment(0xc4, 0x10, ...acLengths, ...acSymbols),
      ...segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0),
    ].concat(bits.bytes, [0xff, 0xd9]),
  );
}
