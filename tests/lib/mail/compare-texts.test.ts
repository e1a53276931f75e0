import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTexts } from '../../../lib/mail/compare-texts.ts';
import type { TextPiece } from '../../../lib/mail/compare-texts.ts';
import { cases } from '../../support/fault-numbers.ts';

const textOf = (pieces: TextPiece[], ...kinds: TextPiece['kind'][]): string =>
  pieces
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join('');

/** `a [-b-] {+c+}` */
const said = (before: string, after: string, language = 'en'): string =>
  compareTexts(before, after, language)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`))
    .join('');

describe('Two texts compared', () => {
  it.each([
    ['', '', ''],
    ['the same', 'the same', 'the same'],
    ['', 'new', '{+new+}'],
    ['old', '', '[-old-]'],
    ['see you at nine', 'see you at ten', 'see you at [-nine-]{+ten+}'],
    ['one two three', 'one three', 'one [-two -]three'],
    ['a b c d', 'a x y d', 'a [-b c-]{+x y+} d'],
    ['first line\nsecond', 'first row\nsecond', 'first [-line-]{+row+}\nsecond'],
  ])('“%s” became “%s”', (before, after, expected) => {
    expect(said(before, after)).toBe(expected);
  });

  it('are compared by the words of their language', () => {
    expect(said('今日は朝から雨でした。', '今日は朝から雪でした。', 'ja')).toBe(
      '今日は朝から[-雨-]{+雪+}でした。',
    );
    expect(said('우산 꼭 챙기세요', '장갑 꼭 챙기세요', 'ko')).toBe('[-우산-]{+장갑+} 꼭 챙기세요');
  });

  it('can be restored from the pieces', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c ', ' ', '\n', '가', '雨', '👩‍👧 '), { maxLength: 40 });
    fc.assert(
      fc.property(words, words, (old, fresh) => {
        const [before, after] = [old.join(''), fresh.join('')];
        const pieces = compareTexts(before, after, 'en');
        expect(textOf(pieces, 'same', 'removed')).toBe(before);
        expect(textOf(pieces, 'same', 'added')).toBe(after);
      }),
      { numRuns: cases(500) },
    );
  });

  it('are reported as replaced between their equal ends when they have little in common', () => {
    const many = (word: string) => Array.from({ length: 3_000 }, (_, at) => `${word}${at}`).join(' ');
    const pieces = compareTexts(`Hello ${many('a')} bye`, `Hello ${many('b')} bye`, 'en');
    expect(pieces.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
  });
});
