import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSearching,
  mailKinds,
  readSearch,
  writeSearch,
} from '../../../components/viewer/mails/search-address.ts';
import { parseRoute, routeHref } from '../../../components/viewer/route.ts';
import type { MailFilter } from '../../../lib/mail/search/filter.ts';

const words = fc
  .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  .filter((text) => text.isWellFormed());
const days = fc.constantFrom('2020', '2020-05', '2020-05-31');
const filters: fc.Arbitrary<MailFilter> = fc.record(
  {
    service: words,
    account: words,
    senderId: words,
    kind: fc.constantFrom(...mailKinds),
    range: fc.oneof(fc.record({ from: days }), fc.record({ to: days }), fc.record({ from: days, to: days })),
    hasPictures: fc.constant(true as const),
    isStarred: fc.constant(true as const),
    isUnread: fc.constant(true as const),
    tag: words,
  },
  { requiredKeys: [] },
);

describe('the address of a search', () => {
  it('has a query that every browser can open, without half a character at its end', () => {
    const read = (query: string) => readSearch(new URLSearchParams({ q: query })).query;
    expect(read('ㅇ'.repeat(200_000))).toBe('ㅇ'.repeat(1_000));
    expect(read(`a${'👍'.repeat(600)}`)).toBe(`a${'👍'.repeat(499)}`);
  });

  it('is parsed back to the same search, with and without a mail', () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.constant('')), filters, fc.boolean(), (query, filter, hasMail) => {
        const search = { query, filter };
        const mail = hasMail ? { mail: { service: 'letters', account: 'a1', id: 'm/1?' } } : {};
        const route = { page: 'mails' as const, ...mail, ...(isSearching(search) && { search }) };
        expect(parseRoute(routeHref(route))).toEqual(route);
      }),
    );
  });

  it('is readable', () => {
    expect(
      writeSearch({ query: 'rain', filter: { range: { from: '2020-05' }, isStarred: true } }).toString(),
    ).toBe('q=rain&from=2020-05&starred=1');
  });

  it('does not narrow by what it does not understand', () => {
    expect(readSearch(new URLSearchParams('kind=dream&from=soon&nothing=1'))).toEqual({
      query: '',
      filter: {},
    });
  });
});
