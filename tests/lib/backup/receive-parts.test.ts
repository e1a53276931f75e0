import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../lib/backup/ports.ts';
import { receiveFile, wholeAnswer, type KeepParts } from '../../../lib/backup/receive-parts.ts';
import { crc32 } from '../../../lib/mail/crc32.ts';
import type { RequestSpec } from '../../../lib/sources/source.ts';
import { lettersSource } from '../../support/scripted-service.ts';

const spec: RequestSpec<'media'> = {
  ...{ url: 'https://img.letters.example/film.mp4', method: 'GET', auth: 'none', via: 'background' },
  ...{ lane: 'asset', expect: 'media' },
};
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const film = latin('\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov\0\0\0\x14mdat0123456789ab');

/** An answer whose body comes in these parts; `onEnd` is called when no more of them are wanted. */
function inParts(
  parts: readonly Uint8Array<ArrayBuffer>[],
  {
    status = 200,
    headers = {},
    onEnd = () => undefined,
  }: {
    status?: number;
    headers?: Record<string, string>;
    onEnd?: () => void;
  } = {},
): HttpAnswer {
  async function* rest(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    try {
      yield* parts.slice(1);
    } finally {
      onEnd();
    }
  }
  const [body = new Uint8Array(0)] = parts;
  return { status, header: (name) => headers[name], body, rest: rest() };
}

function cut(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.slice(at * size, (at + 1) * size),
  );
}

async function receive(answer: HttpAnswer) {
  const kept: number[][] = [];
  const keep: KeepParts = async (parts) => {
    for await (const part of parts) kept.push([...part]);
  };
  return { received: await receiveFile(lettersSource, spec, answer, { now: 0, keep }), kept };
}

describe('A file whose body comes in parts', () => {
  it('is measured while its parts are kept', async () => {
    const headers = { 'content-length': String(film.length) };
    const { received, kept } = await receive(inParts(cut(film, 16), { headers }));
    expect(kept).toEqual(cut(film, 16).map((part) => [...part]));
    expect(received).toEqual({
      facts: {
        contentType: 'video/mp4',
        sizeBytes: film.length,
        sha256: createHash('sha256').update(film).digest('hex'),
        crc32: crc32(film),
      },
    });
  });

  it.each<[string, HttpAnswer, string]>([
    [
      'is shorter than declared',
      inParts(cut(film, 16), { headers: { 'content-length': '99' } }),
      'short-body',
    ],
    ['has no end', inParts(cut(film.slice(0, -1), 16)), 'short-body'],
    ['is no file', inParts(cut(latin('<!DOCTYPE html><p>Sorry, something went wrong.'), 16)), 'error-page'],
    ['does not exist', inParts(cut(film, 16), { status: 404 }), 'not-found'],
  ])('is not believed when it %s', async (_, answer, code) => {
    await expect(receive(answer)).rejects.toMatchObject({ code });
  });

  it('fails with what its parts are kept by', async () => {
    const keep: KeepParts = () => Promise.reject(new Error('no room'));
    const failing = receiveFile(lettersSource, spec, inParts(cut(film, 16)), { now: 0, keep });
    await expect(failing).rejects.toThrow('no room');
  });
});

describe('An answer of words that comes in parts', () => {
  it('is joined', async () => {
    const { body, rest } = await wholeAnswer(inParts([latin('[1,'), latin('2]')]));
    expect([new TextDecoder().decode(body), rest]).toEqual(['[1,2]', undefined]);
  });

  it('is given up when it is absurdly large', async () => {
    let isEnded = false;
    const part = new Uint8Array(4 << 20);
    const answer = inParts(new Array<typeof part>(10).fill(part), { onEnd: () => (isEnded = true) });
    await expect(wholeAnswer(answer)).rejects.toMatchObject({ code: 'too-large' });
    expect(isEnded).toBe(true);
  });
});
