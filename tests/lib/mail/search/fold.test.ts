import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../../lib/mail/search/fold.ts';
import { excerptAround, findRanges } from '../../../../lib/mail/search/highlight.ts';

/** Texts of the sort mails are made of, awkward characters among them. */
const texts = fc
  .array(
    fc.constantFrom(
      ...[
        '유',
        '진',
        '바다',
        '바다'.normalize('NFD'),
        'ㅋ',
        'ㅠ',
        'カ',
        'が',
        'ｶﾞ',
        'ｱ',
        'Ａ',
        'a',
        'İ',
        'Σ',
        '①',
      ],
      ...['㌔', 'ﬁ', '👩‍👩‍👧', '🇰🇷', ' ', '　', '\n', 'é', 'é', '𝐀', 'ש', 'ー', '㈜', 'ﾞ'],
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('a folded text', () => {
  it('is the same in either way of writing it', () => {
    expect(foldText('바다'.normalize('NFD'))).toBe('바다');
    expect(foldText('ΟΔΟΣ')).toBe('οδοσ');
    expect(foldText('ｶﾞｷﾞ ＡＢＣ　①')).toBe('がぎ abc 1');
    expect(foldText('カタカナ')).toBe(foldText('かたかな'));
  });

  it('leaves letters of Hangul that stand alone', () => {
    expect(foldText('ㅋㅋ ㅏ')).toBe('ㅋㅋ ㅏ');
  });

  it('folds no further', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe('the places found', () => {
  it('stand inside words without spaces between them', () => {
    expect(findRanges('今日は海に行きました', ['海'])).toEqual([{ start: 3, end: 4 }]);
  });

  it('are the same in a plain text as in one that has to be looked at character by character', () => {
    const plain = fc.array(fc.constantFrom(...'유진ㅋカが海aB。 ー?'), { maxLength: 24 });
    const word = fc.constantFrom('유', '진ㅋ', 'か', 'が', '海a', 'ab', '。', 'ー');
    fc.assert(
      fc.property(plain, word, (letters, looked) => {
        const text = letters.join('');
        expect(findRanges(text, [looked])).toEqual(findRanges(`${text} 👩‍👩‍👧`, [looked]));
      }),
    );
  });

  it('are whole characters of a text that is written in parts', () => {
    expect(findRanges('나 바다'.normalize('NFD'), ['바다'])).toEqual([{ start: 3, end: 7 }]);
    expect(findRanges('ﾌﾟﾘﾝ', ['ぷり'])).toEqual([{ start: 0, end: 3 }]);
  });

  it('join where words overlap', () => {
    expect(findRanges('abcd', ['abc', 'bcd'])).toEqual([{ start: 0, end: 4 }]);
  });

  it('are the syllables that begin with the consonants', () => {
    expect(findRanges('안녕 유진아', ['ㅇㅈ'])).toEqual([{ start: 3, end: 5 }]);
    expect(findRanges('안녕 유진아', ['유ㅈ'])).toEqual([{ start: 3, end: 5 }]);
    expect(findRanges('ㅋㅋㅋ', ['ㅋㅋ'])).toEqual([{ start: 0, end: 2 }]);
    expect(findRanges('까치', ['ㄱㅊ'])).toEqual([]);
  });

  it('hold the word wherever a text was cut around it', () => {
    fc.assert(
      fc.property(texts, texts, texts, (before, word, after) => {
        const folded = foldText(word);
        const text = `${before}\n${word}\n${after}`;
        if (folded.trim() === '' || !foldText(text).includes(folded)) return;
        const ranges = findRanges(text, [folded]);
        expect(ranges.length).toBeGreaterThan(0);
        for (const { start, end } of ranges) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        expect(ranges.some(({ start, end }) => foldText(text.slice(start, end)).includes(folded))).toBe(true);
      }),
    );
  });

  it('are in the line shown under a subject', () => {
    const text = `${'비가 왔어요 '.repeat(20)}우산 ${'바람 '.repeat(20)}`;
    expect(excerptAround(text, ['우산'], 20)).toContain('우산');
  });
});
