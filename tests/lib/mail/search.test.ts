import { describe, expect, it } from 'vitest';
import { findRanges, foldText, parseQuery } from '../../../lib/mail/search.ts';

describe('a query', () => {
  it('is its words, folded, each once', () => {
    expect(parseQuery('  Hello  hello 바다 ')).toEqual(['hello', '바다']);
  });

  it('means the same letters in either way of writing them', () => {
    expect(parseQuery('바다'.normalize('NFD'))).toEqual(['바다']);
    expect(foldText('ΟΔΟΣ')).toBe('οδοσ');
  });
});

describe('the places found', () => {
  it('stand inside words without spaces between them', () => {
    expect(findRanges('今日は海に行きました', ['海'])).toEqual([{ start: 3, end: 4 }]);
  });

  it('are whole characters of a text that is written in parts', () => {
    expect(findRanges('나 바다'.normalize('NFD'), ['바다'])).toEqual([{ start: 3, end: 7 }]);
  });

  it('join where words overlap', () => {
    expect(findRanges('abcd', ['abc', 'bcd'])).toEqual([{ start: 0, end: 4 }]);
  });
});
