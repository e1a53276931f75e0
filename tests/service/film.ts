import { createHash } from 'node:crypto';

/** A film that is made as it is sent, and never whole in memory. */
export interface Film {
  /** The path at which the image host serves it. */
  path: string;
  sizeBytes: number;
  /** Its bytes, each time the same. */
  pieces(): Iterable<Buffer>;
  /** Lower-case hex. Goes over all of its bytes. */
  sha256(): string;
}

const pieceBytes = 1 << 20;

function box(name: string, sizeBytes: number, inside: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(sizeBytes, 0);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, inside]);
}

/** A film of that size, of noise that differs from piece to piece. */
export function makeFilm(path: string, sizeBytes: number): Film {
  const start = Buffer.concat([box('ftyp', 16, Buffer.from('isom\0\0\0\0', 'latin1')), box('moov', 8)]);
  const head = Buffer.concat([start, box('mdat', sizeBytes - start.length)]);
  function* pieces(): Generator<Buffer> {
    yield head;
    for (let at = head.length, number = 0; at < sizeBytes; at += pieceBytes, number += 1) {
      const noise = createHash('sha256').update(`${path} ${number}`).digest();
      yield Buffer.alloc(Math.min(pieceBytes, sizeBytes - at), noise);
    }
  }
  return {
    ...{ path, sizeBytes, pieces },
    sha256() {
      const hash = createHash('sha256');
      for (const piece of pieces()) hash.update(piece);
      return hash.digest('hex');
    },
  };
}
