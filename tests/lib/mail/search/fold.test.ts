import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../../lib/mail/search/fold.ts';
import { excerptAround, findRanges } from '../../../../lib/mail/search/highlight.ts';
import { cases } from '../../../support/fault-numbers.ts';

/** Texts like those of mails, with many awkward characters. */
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
      ...['〜', '～', '~', '–', '-', '“', "'", '`', '…', '⋯', '・', '海', '\u00A0', '\r\n'],
      ...['\u200B', '\u200D', '\uFEFF', '\u00AD', '\u2067', '❤️', '🏳️‍🌈', '👍🏻', '葛\u{E0100}', 'ㅤ'],
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('a folded text', () => {
  it('is the same in either notation', () => {
    expect(foldText('바다'.normalize('NFD'))).toBe('바다');
    expect(foldText('ΟΔΟΣ')).toBe('οδοσ');
    expect(foldText('ｶﾞｷﾞ ＡＢＣ　①')).toBe('がぎabc 1');
    expect(foldText('カタカナ')).toBe(foldText('かたかな'));
  });

  it.each([
    ['waves', '안녕〜～∼〰~', '안녕~~~~~'],
    ['dashes', '‐‑‒–—―−－─', '---------'],
    ['quotation marks', '“안녕” „ ″ 〝 ＂', '"안녕" " " " "'],
    ['apostrophes', 'It’s ‘so’ `so´ ′', "it's 'so' 'so' '"],
    ['ellipses', '음… 음⋯ 음... 2020‥', '음... 음... 음... 2020..'],
    ['middle dots', '가·나・나･ㆍ', '가·나·나··'],
    ['zero-width spaces', '안\u200B녕\u2060하\uFEFF세\u200C요', '안녕하세요'],
    ['joiners between letters', '안\u200D녕', '안녕'],
    ['marks of direction', '\u200F안\u202A녕\u2069', '안녕'],
    ['soft hyphens', 'um\u00ADbrel\u00ADla', 'umbrella'],
    ['variation selectors', '❤️ ✔︎ 葛\u{E0100}飾', '❤ ✔葛飾'],
    ['spaces', 'a\u00A0b\u3000c\u2003d', 'a b c d'],
    ['runs of white space', 'a \n\n b\r\n\tc  d', 'a b c d'],
    ['marks between letters and their accents', 'e\u200B\u0301 カ\u200B\u3099', 'éが'],
  ])('has one form for %s', (_, written, folded) => {
    expect(foldText(written)).toBe(folded);
  });

  it('has no space beside letters that are written without any', () => {
    expect(foldText('今日は\n海に　行きました。\n\nLIVE です')).toBe('今日は海に行きました。liveです');
    expect(foldText('𠮷 野')).toBe('𠮷野');
    expect(foldText('보고 싶어')).not.toBe(foldText('보고싶어'));
  });

  it.each([
    ['ー, which makes a vowel long, and a dash', 'らーめん', 'ら-めん'],
    ['the letter 一 and a dash', '一', '-'],
    ['the letter ㅡ and a dash', 'ㅡ', '-'],
    ['a filler of Hangul and nothing', '가ㅤ나', '가나'],
    ['one emoji and two', '👩‍🚀', '👩🚀'],
    ['flags of two countries', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['colours of skin', '👍🏻', '👍🏿'],
    ['brackets and quotation marks', '「海」', '"海"'],
  ])('distinguishes %s', (_, one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });

  it('keeps letters of Hangul that stand alone', () => {
    expect(foldText('ㅋㅋ ㅏ')).toBe('ㅋㅋ ㅏ');
  });

  it('does not change when folded again', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });

  it('contains every piece of itself that is typed', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 3, maxLength: 3 }), ([before = '', word = '', after = '']) => {
        // A piece of a character, such as the first half of an emoji of two, cannot be typed.
        const text = `${before}ー${word}ー${after}`;
        expect(foldText(text)).toContain(foldText(word).trim());
      }),
    );
  });
});

describe('the ranges found', () => {
  it('stand inside words without spaces between them', () => {
    expect(findRanges('今日は海に行きました', ['海'])).toEqual([{ start: 3, end: 4 }]);
  });

  it('are the same in a plain text as in one that is processed character by character', () => {
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

  it('leave out invisible characters around them', () => {
    expect(findRanges('\u200B안\u200B녕\u200B', ['안녕'])).toEqual([{ start: 1, end: 4 }]);
    expect(findRanges('um\u00ADbrella', ['umb'])).toEqual([{ start: 0, end: 4 }]);
  });

  it('are whole emoji', () => {
    expect(findRanges('a❤️b', ['❤'])).toEqual([{ start: 1, end: 3 }]);
    expect(findRanges('a👩‍👩‍👧b', ['👧'])).toEqual([{ start: 1, end: 9 }]);
    expect(findRanges('a👍🏻b', ['👍'])).toEqual([{ start: 1, end: 5 }]);
  });

  it('reach over line breaks and runs of spaces', () => {
    expect(findRanges('비가  \n\n 오는 날', ['비가 오는'])).toEqual([{ start: 0, end: 9 }]);
    expect(findRanges('今日は\n 海に', ['今日は海'])).toEqual([{ start: 0, end: 6 }]);
    expect(findRanges('저… 안녕〜', ['... 안녕~'])).toEqual([{ start: 1, end: 6 }]);
  });

  it('fold into the word that was searched for', () => {
    const units = fc.oneof({ weight: 3, arbitrary: texts }, fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(units, units, units, (before, word, after) => {
        const folded = foldText(word).trim();
        const text = `${before}\n${word}\n${after}`;
        if (folded === '' || !foldText(text).includes(folded)) return;
        const ranges = findRanges(text, [folded]);
        expect(ranges.length).toBeGreaterThan(0);
        for (const { start, end } of ranges) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        expect(ranges.some(({ start, end }) => foldText(text.slice(start, end)).includes(folded))).toBe(true);
      }),
      { numRuns: cases(500) },
    );
  });

  it('are exactly the characters of the word, whatever stands around it', () => {
    const around = fc.constantFrom(
      '🇰🇷',
      '❤️',
      'ｶﾞ',
      '㈜',
      'é',
      '\u200B',
      '\u00AD',
      '…',
      'がー',
      '\n\n ',
      '바다'.normalize('NFD'),
    );
    const some = fc.array(around, { maxLength: 8 }).map((parts) => parts.join(''));
    const words: [string, string][] = [
      ['유진', '유진'],
      ['유\u200B진', '유진'],
      ['Ｕ・Ｊ～', 'u·j~'],
      ['👩‍🚀❤️', '👩‍🚀❤'],
      ['비  오는\n날', '비 오는 날'],
      ['海　の\n空', '海の空'],
      ['ﾌﾟﾘﾝ', 'ぷりん'],
    ];
    fc.assert(
      fc.property(some, fc.constantFrom(...words), some, (before, [written, typed], after) => {
        expect(findRanges(`${before}.${written}.${after}`, [typed])).toContainEqual({
          start: before.length + 1,
          end: before.length + 1 + written.length,
        });
      }),
    );
  });

  it('are in the line shown under a subject', () => {
    const text = `${'비가 왔어요 '.repeat(20)}우산 ${'바람 '.repeat(20)}`;
    expect(excerptAround(text, ['우산'], 20)).toContain('우산');
  });

  it('are in a line that cuts no emoji', () => {
    const family = '👩‍👩‍👧';
    for (let length = 20; length < 40; length++) {
      const line = excerptAround(`${family.repeat(20)}우산${family.repeat(20)}`, ['우산'], length);
      expect(line.replaceAll(family, '').replace('…', '')).toBe('우산');
    }
    expect(excerptAround(family.repeat(20), [], 10)).toBe(family.repeat(2));
  });
});
