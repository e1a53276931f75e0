import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMediaReader, findMedia } from '../../../lib/mail/media-type.ts';
import { jpegOf } from '../../support/scripted-service.ts';

const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

/** A box of ISO base media with this much inside. */
function box(name: string, insideBytes: number, isLong = false): Uint8Array {
  const header = isLong ? 16 : 8;
  const bytes = new Uint8Array(header + insideBytes).fill(7);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, isLong ? 1 : bytes.length);
  if (isLong) view.setBigUint64(8, BigInt(bytes.length));
  bytes.set(latin(name), 4);
  return bytes;
}

const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const film = joined(box('ftyp', 16), box('moov', 40), box('mdat', 300, true));
film.set(latin('isom'), 8);

const endings = ['nothing', 'zeros', 'a few bytes', 'many bytes', 'its end'] as const;
const aFile = fc
  .record({
    base: fc.constantFrom<Uint8Array>(
      film,
      jpegOf('a picture'),
      latin('GIF89a picture;'),
      joined(latin('RIFF'), Uint8Array.of(20, 0, 0, 0), latin('WEBPVP8 0123456789ab')),
      joined(latin('ID3'), new Uint8Array(40)),
      latin('no file of a kind that is known'),
      new Uint8Array(0),
    ),
    ending: fc.constantFrom(...endings),
    count: fc.nat({ max: 200 }),
  })
  .map(({ base, ending, count }) => {
    if (ending === 'zeros') return joined(base, new Uint8Array(count));
    if (ending === 'a few bytes') return joined(base, new Uint8Array(count % 70).fill(9));
    if (ending === 'many bytes') return joined(base, new Uint8Array(3), new Uint8Array(count).fill(9));
    return ending === 'its end' ? base.subarray(0, Math.max(0, base.length - count)) : base;
  });

describe('a file that comes in parts', () => {
  it('is what it is in one piece, however it is cut', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(aFile, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (file, lengths) => {
        const reader = createMediaReader();
        for (let at = 0, turn = 0; at < file.length; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1;
          reader.add(file.subarray(at, at + length));
          at += length;
        }
        expect(reader.find()).toEqual(findMedia(file));
        seen.add(JSON.stringify(findMedia(file)));
      }),
      { numRuns: 2_000 },
    );
    expect(seen.size).toBeGreaterThan(8);
  });

  it('is whole only when the last box ends with it', () => {
    const isWhole = (bytes: Uint8Array) => findMedia(bytes)?.isWhole;
    expect(isWhole(film)).toBe(true);
    expect(isWhole(film.subarray(0, -1))).toBe(false);
    expect(isWhole(joined(film, new Uint8Array(64)))).toBe(true);
    expect(isWhole(joined(film, Uint8Array.of(0, 0, 1)))).toBe(false);
  });
});
