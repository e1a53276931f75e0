import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../lib/backup/check-answer.ts';
import { findMedia } from '../../../lib/mail/media-type.ts';
import type { HttpAnswer } from '../../../lib/backup/ports.ts';
import { errorCodeOf, RateLimitedError, SignedOutError } from '../../../lib/errors.ts';
import type { Expectation, RequestSpec } from '../../../lib/sources/source.ts';
import { jpegOf, lettersSource } from '../../support/scripted-service.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

function anAnswer(
  body: string | Uint8Array<ArrayBuffer>,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): HttpAnswer {
  return { status, header: (name) => headers[name], body: typeof body === 'string' ? bytesOf(body) : body };
}

function check(expectation: Expectation, answer: HttpAnswer, change: Partial<RequestSpec> = {}) {
  const spec: RequestSpec = {
    url: 'https://www.letters.example/x',
    method: 'GET',
    auth: expectation === 'media' ? 'none' : 'account',
    via: 'background',
    lane: 'detail',
    expect: expectation,
    ...change,
  };
  return checkAnswer(lettersSource, spec, answer, 0);
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return errorCodeOf(error);
  }
}

describe('an answer', () => {
  it('is believed when it is what was asked for', () => {
    expect(check('json', anAnswer('{"a":1}'))).toEqual({ text: '{"a":1}', json: { a: 1 } });
    expect(check('html', anAnswer('<p>Hi</p>'))).toEqual({ text: '<p>Hi</p>' });
    expect(check('media', anAnswer(jpegOf('x')))).toMatchObject({ contentType: 'image/jpeg' });
  });

  it.each<[string, Expectation, HttpAnswer, string]>([
    [
      'a body shorter than declared',
      'json',
      anAnswer('[1]', { headers: { 'content-length': '1000' } }),
      'short-body',
    ],
    ['data that stops in the middle', 'json', anAnswer('{"mails":[{"id":'), 'short-body'],
    ['a page instead of data', 'json', anAnswer('<html>Sorry</html>'), 'error-page'],
    ['the service’s error page', 'html', anAnswer('<p>An error has occurred</p>'), 'error-page'],
    ['nothing', 'html', anAnswer(''), 'empty-body'],
    ['blanks', 'html', anAnswer('  \n'), 'empty-body'],
    ['no content', 'json', anAnswer('', { status: 204 }), 'empty-body'],
    ['a part', 'media', anAnswer(jpegOf('x'), { status: 206 }), 'unexpected-status'],
    [
      'a picture instead of a page',
      'html',
      anAnswer('x', { headers: { 'content-type': 'image/png' } }),
      'wrong-type',
    ],
    ['a page instead of a picture', 'media', anAnswer('<!DOCTYPE html><p>Sorry'), 'error-page'],
    ['noise instead of a picture', 'media', anAnswer('noise'), 'not-media'],
    ['a cut picture', 'media', anAnswer(jpegOf('long enough').slice(0, 10)), 'short-body'],
    ['404', 'media', anAnswer('', { status: 404 }), 'not-found'],
    ['410', 'html', anAnswer('', { status: 410 }), 'not-found'],
    ['403', 'html', anAnswer('', { status: 403 }), 'forbidden'],
    ['500', 'html', anAnswer('', { status: 500 }), 'server-unavailable'],
    ['302', 'html', anAnswer('', { status: 302 }), 'redirected'],
    ['426', 'json', anAnswer('', { status: 426 }), 'client-too-old'],
    ['401 without account', 'media', anAnswer('', { status: 401 }), 'forbidden'],
  ])('with %s is not', (_what, expectation, answer, code) => {
    expect(codeOf(() => check(expectation, answer))).toBe(code);
  });

  it('says that no account is signed in, by status or by a page', () => {
    expect(() => check('json', anAnswer('', { status: 401 }))).toThrow(SignedOutError);
    expect(() => check('html', anAnswer('<form>Please sign in</form>'))).toThrow(SignedOutError);
  });

  it('says how long the server asks to wait', () => {
    try {
      check('json', anAnswer('', { status: 429, headers: { 'retry-after': '3' } }));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(RateLimitedError);
      expect((error as RateLimitedError).retryAfterMs).toBe(3_000);
    }
  });

  it('may be longer than declared when it was compressed on the wire', () => {
    const headers = { 'content-length': '3', 'content-encoding': 'gzip' };
    expect(check('json', anAnswer('[1, 2, 3]', { headers }))).toMatchObject({ json: [1, 2, 3] });
  });
});

const png = latin('\x89PNG\r\n\x1a\n....IDAT....\0\0\0\0IEND\xae\x42\x60\x82');
const gif = latin('GIF89a........\x3b');
const webp = latin('RIFF\x0c\0\0\0WEBPVP8 1234');
const mp4 = latin('\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x0cmoovabcd\0\0\0\x0cmdat1234');
const m4a = latin('\0\0\0\x10ftypM4A \0\0\0\0\0\0\0\x0cmoovabcd\0\0\0\x0cmdat1234');

describe('media', () => {
  it.each([
    ['image/jpeg', jpegOf('picture')],
    ['image/png', png],
    ['image/gif', gif],
    ['image/webp', webp],
    ['video/mp4', mp4],
    ['audio/mp4', m4a],
  ])('%s is known by its bytes, whole and cut', (contentType, bytes) => {
    expect(findMedia(bytes)).toEqual({ contentType, isWhole: true });
    for (let length = 12; length < bytes.length; length++) {
      expect(findMedia(bytes.slice(0, length))?.isWhole, `${length} bytes`).toBe(false);
    }
  });

  it('may have padding behind its end', () => {
    const padded = new Uint8Array([...jpegOf('picture'), ...new Uint8Array(500)]);
    expect(findMedia(padded)).toEqual({ contentType: 'image/jpeg', isWhole: true });
    expect(findMedia(new Uint8Array([...jpegOf('picture'), 13, 10]))?.isWhole).toBe(true);
  });

  it('never trips over bytes of any kind', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.constantFrom(png, gif, webp, mp4, jpegOf('')),
        (tail, head) => {
          findMedia(tail);
          findMedia(new Uint8Array([...head.subarray(0, 12), ...tail]));
        },
      ),
    );
  });
});
