import type { Painting } from './scenes.ts';

/** Splits data into the format's blocks of at most 255 bytes, followed by an empty one. */
export function gifBlocks(content: Uint8Array): Buffer {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += 255) {
    const block = content.subarray(at, at + 255);
    blocks.push(Uint8Array.of(block.length), block);
  }
  return Buffer.concat([...blocks, Uint8Array.of(0)]);
}

const clearCode = 256;
const endCode = 257;

/** The format's LZW with codes of 9 to 12 bits. */
function compress(indices: Uint8Array): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  let width = 9;
  const put = (code: number) => {
    held |= code << count;
    count += width;
    for (; count >= 8; count -= 8) {
      bytes.push(held & 0xff);
      held >>>= 8;
    }
  };
  let table = new Map<number, number>();
  let next = endCode + 1;
  put(clearCode);
  let prefix = indices[0] as number;
  for (let at = 1; at < indices.length; at++) {
    const index = indices[at] as number;
    const known = table.get(prefix * 256 + index);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    put(prefix);
    if (next < 4096) {
      if (next === 1 << width) width++;
      table.set(prefix * 256 + index, next++);
    } else {
      put(clearCode);
      table = new Map();
      next = endCode + 1;
      width = 9;
    }
    prefix = index;
  }
  put(prefix);
  put(endCode);
  if (count > 0) bytes.push(held & 0xff);
  return Buffer.from(bytes);
}

/** Encodes a painting as a still GIF (GIF89a) in a fixed palette of 6 × 7 × 6 colours, dithered. */
export function encodeGif({ width, height, rgb }: Painting): Buffer {
  const palette = Buffer.alloc(256 * 3);
  for (let at = 0; at < 252; at++) {
    palette.set([Math.floor(at / 42) * 51, (Math.floor(at / 6) % 7) * 42.5, (at % 6) * 51], at * 3);
  }
  const indices = new Uint8Array(width * height);
  for (let at = 0; at < indices.length; at++) {
    const x = at % width;
    const y = Math.floor(at / width);
    const nudge = ((x & 1) * 2 + ((x ^ y) & 1)) / 4 - 0.375;
    const level = (channel: number, steps: number) =>
      Math.min(steps, Math.max(0, Math.round(((rgb[at * 3 + channel] as number) / 255) * steps + nudge)));
    indices[at] = level(0, 5) * 42 + level(1, 6) * 6 + level(2, 5);
  }
  const screen = Buffer.from([width & 0xff, width >> 8, height & 0xff, height >> 8, 0xf7, 0, 0]);
  const image = Buffer.from([0x2c, 0, 0, 0, 0, width & 0xff, width >> 8, height & 0xff, height >> 8, 0, 8]);
  return Buffer.concat([
    Buffer.from('GIF89a'),
    screen,
    palette,
    image,
    gifBlocks(compress(indices)),
    Uint8Array.of(0x3b),
  ]);
}
