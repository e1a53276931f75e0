import { createHash } from 'node:crypto';
import { encodeGif, gifBlocks } from './gif.ts';
import { encodeJpeg } from './jpeg.ts';
import { encodePng, pngChunk } from './png.ts';
import { hash32, randomFrom } from './random.ts';
import { paintFace, paintScene } from './scenes.ts';

/** A file format of the service's pictures. */
export type PictureFormat = 'jpeg' | 'png' | 'gif';

/** A picture as the image host sends it. */
export interface Picture {
  contentType: string;
  bytes: Buffer;
}

interface Base {
  /** The bytes before the position of comments. */
  head: Buffer;
  /** Comments that pad it to the requested size; shared by all pictures of this base. */
  padding: Buffer;
  tail: Buffer;
}

const variants: Record<PictureFormat, number> = { jpeg: 24, png: 6, gif: 3 };
const shapes = [
  [480, 640],
  [640, 480],
  [480, 480],
] as const;
const labelBytes = 192;

// Encoding costs tens of milliseconds, so all services of the process share the drawings.
const encoded = new Map<string, Buffer>();

function encode(format: PictureFormat | 'portrait', variant: number): Buffer {
  const key = `${format} ${variant}`;
  const known = encoded.get(key);
  if (known) return known;
  const bytes = draw(format, variant);
  encoded.set(key, bytes);
  return bytes;
}

function draw(format: PictureFormat | 'portrait', variant: number): Buffer {
  if (format === 'portrait') return encodeJpeg(paintFace(240, variant));
  if (format === 'png') return encodePng(paintScene(240, 320, 100 + variant));
  if (format === 'gif') return encodeGif(paintScene(192, 256, 201 + variant));
  const [width, height] = shapes[variant % shapes.length] as (typeof shapes)[number];
  return encodeJpeg(paintScene(width, height, variant + Math.floor(variant / 6)));
}

/** A segment that every decoder skips, with `content`. */
function comment(format: PictureFormat, content: Uint8Array): Buffer {
  if (format === 'png') return pngChunk('maRk', content);
  if (format === 'gif') return Buffer.concat([Uint8Array.of(0x21, 0xfe), gifBlocks(content)]);
  const length = content.length + 2;
  return Buffer.concat([Uint8Array.of(0xff, 0xfe, length >> 8, length & 0xff), content]);
}

/** Comments of `sizeBytes` in total, or a few bytes more where no comment is that small. */
function paddingOf(format: PictureFormat, sizeBytes: number): Buffer {
  const filler = randomFrom('padding');
  const noise = Buffer.alloc(4096);
  for (let at = 0; at < noise.length; at++) noise[at] = filler() * 256;
  const part = (length: number) => comment(format, Buffer.alloc(Math.max(0, length), noise));
  if (sizeBytes <= 0) return Buffer.alloc(0);
  if (format === 'png') return part(sizeBytes - 12);
  if (format === 'gif') return part(Math.floor(((sizeBytes - 3) * 255) / 256));
  const parts: Buffer[] = [];
  for (let left = sizeBytes; left > 0; left -= 65_000) parts.push(part(Math.min(left, 65_000) - 4));
  return Buffer.concat(parts);
}

/** The position of comments: after JFIF's segment, PNG's header, GIF's palette. */
const commentPlace: Record<PictureFormat, number> = { jpeg: 20, png: 33, gif: 13 + 768 };

/** Draws the pictures of one service. Deterministic: the same seed and path give the same bytes. */
export class PictureMaker {
  private readonly bases = new Map<string, Base>();
  private readonly seed: number;
  private readonly sizeBytes: number;

  /** `sizeBytes`: the size to which pictures are padded; portraits and anything larger stay as drawn. */
  constructor(seed: number, sizeBytes: number) {
    this.seed = seed;
    this.sizeBytes = sizeBytes;
  }

  /** The picture at a path. Every path has different bytes: a comment inside contains it. */
  picture(path: string): Picture {
    const format = formatOf(path);
    const isPortrait = path.startsWith('/artist/');
    const variant = hash32(this.seed, path) % variants[format];
    const base = isPortrait
      ? this.base('portrait', format, hash32(path) % 36)
      : this.base(format, format, variant);
    const label = Buffer.alloc(labelBytes, ' ');
    label.write(`demo picture ${this.seed} ${path}`);
    return {
      contentType: `image/${format}`,
      bytes: Buffer.concat([base.head, comment(format, label), base.padding, base.tail]),
    };
  }

  /** Draws everything there is, so that no request waits for it: about two seconds once per process. */
  warmUp(): void {
    for (const format of ['jpeg', 'png', 'gif'] as const) {
      for (let variant = 0; variant < variants[format]; variant++) this.base(format, format, variant);
    }
  }

  private base(kind: PictureFormat | 'portrait', format: PictureFormat, variant: number): Base {
    const key = `${kind} ${variant}`;
    const known = this.bases.get(key);
    if (known) return known;
    const bytes = encode(kind, variant);
    const label = comment(format, Buffer.alloc(labelBytes)).length;
    const missing = kind === 'portrait' ? 0 : this.sizeBytes - bytes.length - label;
    const place = commentPlace[format];
    const base: Base = {
      head: bytes.subarray(0, place),
      padding: paddingOf(format, missing),
      tail: bytes.subarray(place),
    };
    this.bases.set(key, base);
    return base;
  }
}

function formatOf(path: string): PictureFormat {
  return path.endsWith('.png') ? 'png' : path.endsWith('.gif') ? 'gif' : 'jpeg';
}

/** Lower-case hex of the SHA-256. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
