import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../lib/mail/search/query.ts';
import {
  compileTerms,
  createTextIndex,
  isNarrower,
  matchesAll,
} from '../../../../lib/mail/search/text-index.ts';
import type { TextTerm } from '../../../../lib/mail/search/text-index.ts';

const index = createTextIndex();
const words = {
  m1: index.put('m1', { subject: '비 오는 날', from: { id: '1', name: '안유진' } }, 'ウサギとカメ umbrella'),
  m2: index.put(
    'm2',
    { subject: 'Sunny', from: { id: '2', name: '김민주' }, group: { id: 'g', name: '우리' } },
    '유진이랑 놀았어요',
  ),
};

const termsOf = (query: string): TextTerm[] =>
  parseQuery(query).terms.filter((term): term is TextTerm => 'text' in term);

function found(query: string): string[] {
  const test = compileTerms(termsOf(query));
  return Object.entries(words).flatMap(([key, each]) => (matchesAll(each, test) ? [key] : []));
}

describe('the text of mails', () => {
  it('is found inside longer words, in subject, sender, group and text', () => {
    expect(found('umbr')).toEqual(['m1']);
    expect(found('우리')).toEqual(['m2']);
    expect(found('유진')).toEqual(['m1', 'm2']);
    expect(found('うさぎ')).toEqual(['m1']);
    expect(found('ㅇㅇㅈ')).toEqual(['m1']);
  });

  it('must contain all words, in one piece where they are quoted', () => {
    expect(found('날 umbrella')).toEqual(['m1']);
    expect(found('"오는 비"')).toEqual([]);
    expect(found('비 오는')).toEqual(['m1']);
  });

  it('is found across line breaks, but not across the ends of subject and text', () => {
    const test = (query: string, subject: string, text: string) =>
      matchesAll(
        createTextIndex().put('m', { subject, from: { id: '1', name: '' } }, text),
        compileTerms(termsOf(query)),
      );
    expect(test('"비가 오는 날"', '', '오늘은 비가\n오는\u00A0\n\n 날')).toBe(true);
    expect(test('今日は海に', '', '今日は\n海に')).toBe(true);
    expect(test('"비가 오는"', '비가', '오는')).toBe(false);
    expect(test('今日は海に', '今日は', '海に')).toBe(false);
  });

  it('is searched apart from the sender', () => {
    expect(found('from:유진')).toEqual(['m1']);
    expect(found('유진 -from:유진')).toEqual(['m2']);
  });

  it('may change, and is folded again only then', () => {
    const changing = createTextIndex();
    const row = { subject: '', from: { id: '1', name: '' } };
    const before = changing.put('m1', row, 'Before');
    expect(changing.put('m1', row, 'Before')).toBe(before);
    expect(changing.put('m1', row, 'After').all).toContain('after');
  });

  it('is searched again only where it can match the new terms', () => {
    const narrows = (query: string, before: string) => isNarrower(termsOf(query), termsOf(before));
    expect(narrows('rainy', 'rain')).toBe(true);
    expect(narrows('rain snow', 'rain')).toBe(true);
    expect(narrows('rain', 'rain')).toBe(true);
    expect(narrows('rain', 'rainy')).toBe(false);
    expect(narrows('snow', 'rain')).toBe(false);
    expect(narrows('-rainy', '-rain')).toBe(false);
    expect(narrows('-rain snow', '-rain')).toBe(true);
    expect(narrows('rain', 'from:rain')).toBe(false);
  });
});
