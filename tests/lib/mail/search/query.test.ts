import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInRange, parseDayRange, parseQuery, wordsOf } from '../../../../lib/mail/search/query.ts';

const text = (word: string, isNot = false) => ({ kind: 'text', text: word, isNot });

describe('a query', () => {
  it('is its words, folded, each once', () => {
    expect(parseQuery('  Hello  hello 바다 ').terms).toEqual([text('hello'), text('바다')]);
  });

  it('keeps a phrase together, also one that is not closed yet', () => {
    expect(parseQuery('"rainy day" “눈 오는').terms).toEqual([text('rainy day'), text('눈 오는')]);
  });

  it('keeps a phrase in whichever quotation marks it is typed', () => {
    const typed = [
      '"눈 오는 날"',
      '„눈 오는 날“',
      '＂눈 오는 날＂',
      '〝눈 오는 날〟',
      '「눈 오는 날」',
      '”눈\u00A0 오는　날 ”',
    ];
    for (const each of typed) expect(parseQuery(each).terms).toEqual([text('눈 오는 날')]);
  });

  it('has no word for invisible characters', () => {
    expect(parseQuery('\u200B rain\u200B "\u2060"').terms).toEqual([text('rain')]);
  });

  it('negates what a minus precedes, in full width too', () => {
    for (const minus of '－−') expect(parseQuery(`${minus}rain`).terms).toEqual([text('rain', true)]);
  });

  it('negates what a minus precedes', () => {
    expect(parseQuery('-rain -"rainy day" -is:starred').terms).toEqual([
      text('rain', true),
      text('rainy day', true),
      { kind: 'is', value: 'starred', isNot: true },
    ]);
    expect(wordsOf(parseQuery('sun -rain'))).toEqual(['sun']);
  });

  it('understands its conditions, typed in full width too', () => {
    expect(parseQuery('from：ＹＵＪＩＮ date:2020-05 has:picture is:unread tag:"winter days"').terms).toEqual(
      [
        { kind: 'from', text: 'yujin', isNot: false },
        { kind: 'date', range: { from: '2020-05', to: '2020-05' }, isNot: false },
        { kind: 'has', value: 'picture', isNot: false },
        { kind: 'is', value: 'unread', isNot: false },
        { kind: 'tag', text: 'winter days', isNot: false },
      ],
    );
  });

  it('ignores a condition it does not understand, and says which', () => {
    expect(parseQuery('rain date:soon has:')).toEqual({
      terms: [text('rain')],
      unclear: ['date:soon', 'has:'],
    });
  });

  it('takes a colon after another word as part of a text', () => {
    expect(parseQuery('12:30 re:hello').terms).toEqual([text('12:30'), text('re:hello')]);
  });

  it('never fails, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        for (const term of parseQuery(typed).terms) if ('text' in term) expect(term.text).not.toBe('');
      }),
    );
  });
});

describe('a range of days', () => {
  const holds = (range: string, day: string) => isInRange(day, parseDayRange(range) ?? {});

  it('is a year, a month or a day', () => {
    expect([holds('2020', '2020-12-31'), holds('2020', '2021-01-01')]).toEqual([true, false]);
    expect([holds('2020-5', '2020-05-31'), holds('2020/05', '2020-06-01')]).toEqual([true, false]);
    expect([holds('2020.5.1', '2020-05-01'), holds('2020-05-01', '2020-05-02')]).toEqual([true, false]);
  });

  it('holds both of its ends, and may be open at one', () => {
    expect([holds('2020-01..2020-03', '2020-01-01'), holds('2020-01..2020-03', '2020-03-31')]).toEqual([
      true,
      true,
    ]);
    expect([holds('2020-01..2020-03', '2019-12-31'), holds('2020-01..2020-03', '2020-04-01')]).toEqual([
      false,
      false,
    ]);
    expect([holds('2020..', '2031-01-01'), holds('..2020', '2031-01-01')]).toEqual([true, false]);
  });

  it('is undefined when it is not a date', () => {
    expect(['', '..', '20', '2020-13', '2020-01-32', 'may', '2020..x'].map(parseDayRange)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
  });

  it('holds a day exactly when its text says so', () => {
    const days = fc.tuple(
      fc.integer({ min: 2019, max: 2021 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    );
    const write = ([year, month, day]: [number, number, number]) =>
      `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    fc.assert(
      fc.property(days, days, days, (from, to, day) => {
        const [a, b, at] = [write(from), write(to), write(day)];
        expect(holds(`${a}..${b}`, at)).toBe(a <= at && at <= b);
        expect(holds(`${a.slice(0, 7)}..${b.slice(0, 4)}`, at)).toBe(
          a.slice(0, 7) <= at.slice(0, 7) && at.slice(0, 4) <= b.slice(0, 4),
        );
      }),
    );
  });
});
