import { crc32, deflateSync } from 'node:zlib';
import type { Painting } from './scenes.ts';

/** The eight bytes every PNG begins with. */
export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG chunk with its length and checksum. */
export function pngChunk(type: string, content: Uint8Array): Buffer {
  const chunk = Buffer.alloc(content.length + 12);
  chunk.writeUInt32BE(content.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(content, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, content.length + 8)), content.length + 8);
  return chunk;
}

/** Encodes a painting as a truecolour PNG (W3C PNG, third edition), with slightly coarser colours so that it stays small. */
export function encodePng({ width, height, rgb }: Painting): Buffer {
  const stride = width * 3;
  const lines = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1);
    lines[to] = 2; // each byte is the difference to the one above
    for (let x = 0; x < stride; x++) {
      const here = (rgb[y * stride + x] as number) & 0xf8;
      const above = y === 0 ? 0 : (rgb[(y - 1) * stride + x] as number) & 0xf8;
      lines[to + 1 + x] = here - above;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(lines)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
