import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../lib/mail/search/query.ts';
import { compileTerms, createTextIndex } from '../../../../lib/mail/search/text-index.ts';
import type { TextTerm } from '../../../../lib/mail/search/text-index.ts';

const index = createTextIndex();
index.put('m1', { subject: '비 오는 날', from: { id: '1', name: '안유진' } }, 'ウサギとカメ umbrella');
index.put(
  'm2',
  { subject: 'Sunny', from: { id: '2', name: '김민주' }, group: { id: 'g', name: '우리' } },
  '유진이랑 놀았어요',
);

function found(query: string): string[] {
  const terms = parseQuery(query).terms.filter((term): term is TextTerm => 'text' in term);
  return ['m1', 'm2'].filter((key) => index.matches(key, compileTerms(terms)));
}

describe('the words of mails', () => {
  it('are found inside longer words, in subject, sender, group and text', () => {
    expect(found('umbr')).toEqual(['m1']);
    expect(found('우리')).toEqual(['m2']);
    expect(found('유진')).toEqual(['m1', 'm2']);
    expect(found('うさぎ')).toEqual(['m1']);
    expect(found('ㅇㅇㅈ')).toEqual(['m1']);
  });

  it('have to be there all, in one piece where they are quoted', () => {
    expect(found('날 umbrella')).toEqual(['m1']);
    expect(found('"오는 비"')).toEqual([]);
    expect(found('비 오는')).toEqual(['m1']);
  });

  it('are told from the sender', () => {
    expect(found('from:유진')).toEqual(['m1']);
    expect(found('유진 -from:유진')).toEqual(['m2']);
  });

  it('may be changed', () => {
    const changing = createTextIndex();
    const row = { subject: '', from: { id: '1', name: '' } };
    changing.put('m1', row, 'before');
    changing.put('m1', row, 'after');
    expect(changing.has('m1', row, 'after')).toBe(true);
    expect(changing.matches('m1', compileTerms([{ kind: 'text', text: 'before', isNot: false }]))).toBe(
      false,
    );
  });
});
