import fc from 'fast-check';
import { expect } from 'vitest';
import { walkFeed } from '../../support/walk-source.ts';
import {
  attempt,
  expectAllowedAssets,
  expectNoSecret,
  readPage,
  safeId,
  sessionOf,
  walkOf,
  type Clause,
} from './case.ts';

/** How lists of mails are read. */
export const feedClauses: Clause[] = [
  {
    name: 'lead to every mail and end',
    async check(aCase) {
      const { feeds, mails } = await walkOf(aCase);
      const ids = feeds.map(({ id }) => id);
      expect(new Set(ids).size, 'two feeds have one id').toBe(ids.length);
      const found = mails.map(({ id }) => id).toSorted();
      expect(found, 'the mails found are not those the service has').toEqual(
        Object.keys(aCase.mails).toSorted(),
      );
    },
  },
  {
    name: 'are read the same way twice',
    async check(aCase) {
      const { feed: list, before } = aCase.states;
      const [page, again] = [readPage(aCase, list, before), readPage(aCase, list, before)];
      expect(again, 'one page gives other ids the second time').toEqual(page);
      const [once, twice] = [await walkOf(aCase), await walkOf(aCase)];
      const idsOf = (all: { id: string }[]) => all.map(({ id }) => id);
      expect(idsOf(twice.feeds), 'the feeds differ the second time').toEqual(idsOf(once.feeds));
      expect(idsOf(twice.mails), 'the ids differ the second time').toEqual(idsOf(once.mails));
      expect(twice.refs, 'the refs differ the second time').toEqual(once.refs);
    },
  },
  {
    name: 'give refs that can be stored, where mails can be asked for',
    async check(aCase) {
      const { refs } = await walkOf(aCase);
      for (const ref of refs) {
        expect(JSON.parse(JSON.stringify(ref)), 'a ref is no plain data').toEqual(ref);
        expect(ref.version, 'a ref has no version').not.toBe('');
        expect(() => void JSON.parse(ref.raw), 'the record of a ref is not JSON').not.toThrow();
      }
    },
  },
  {
    name: 'set records aside that cannot be understood, and keep the rest',
    check(aCase) {
      const { feed, body, goodIds, brokenCount } = aCase.pageWithBrokenRecords;
      const page = readPage(aCase, feed, body);
      const ids = [...page.refs, ...page.mails].map(({ id }) => id);
      expect(ids, 'the good records of a page are not kept').toEqual(goodIds);
      expect(page.broken, 'the broken records of a page are not set aside').toHaveLength(brokenCount);
      expectNoSecret(page, 'a page with broken records', aCase);
    },
  },
  {
    name: 'give another version of a mail that its sender changed',
    check(aCase) {
      const { feed, before, edited } = aCase.states;
      const versionOf = (body: unknown) => {
        const { refs, mails } = readPage(aCase, feed, body);
        return refs[0]?.version ?? wordsOf(mails[0]);
      };
      for (const body of edited)
        expect(versionOf(body), 'a mail that was changed has the same version').not.toEqual(
          versionOf(before),
        );
    },
  },
  {
    name: 'give the same version of a mail that its reader marked, with the marks beside it',
    check(aCase) {
      const { feed, before, marked } = aCase.states;
      const [was, is] = [readPage(aCase, feed, before), readPage(aCase, feed, marked)];
      const versionOf = ({ refs, mails }: typeof was) => refs[0]?.version ?? wordsOf(mails[0]);
      expect(versionOf(is), 'a star or a read mark changes the version').toEqual(versionOf(was));
      const { isStarred } = { ...was.refs[0], ...was.mails[0] };
      expect({ ...is.refs[0], ...is.mails[0] }.isStarred, 'the star is not seen').toBe(!isStarred);
    },
  },
  {
    name: 'answer any JSON with a page or a named failure, and allowed assets only',
    async check(aCase) {
      const { source } = aCase;
      const { feeds, pages } = await walkOf(aCase);
      const feed = feeds[0]!.id;
      fc.assert(
        fc.property(anyJsonLike(pages), (body) => {
          const page = attempt(() => readPage(aCase, feed, body));
          for (const mail of page?.mails ?? []) expectAllowedAssets(source, mail);
          for (const ref of page?.refs ?? []) expect(ref.id, 'an id is not safe').toMatch(safeId);
        }),
      );
      if (typeof source.feeds === 'function') return;
      const { parse } = source.feeds;
      fc.assert(
        fc.property(fc.json(), (body) => void attempt(() => parse(sessionOf(aCase), undefined, body))),
      );
    },
  },
  {
    name: 'find the edit of an old mail, where they say how to ask for changes',
    async check(aCase) {
      const { edit } = aCase;
      const { feeds } = await walkOf(aCase);
      const changing = feeds.filter((feed) => feed.paging === 'chained' && feed.since);
      expect(edit !== undefined, 'the case plays no edit').toBe(changing.length > 0);
      const feed = changing.find(({ id }) => id === edit?.feed);
      if (!edit || feed?.paging !== 'chained' || !feed.since) return;
      const walk = (at: string | number) => walkFeed(aCase.source, sessionOf(aCase), aCase, feed, at);
      const first = await walk(feed.start);
      const { asOf } = first.pages[0]!;
      if (asOf === undefined) throw new Error('A page does not say the time of the service.');
      const before = first.mails.find(({ id }) => id === edit.id);
      edit.make();
      const changed = await walk(feed.since(asOf));
      const after = changed.mails.find(({ id }) => id === edit.id);
      expect(after !== undefined && after.text !== before?.text, 'the edit of an old mail is not found').toBe(
        true,
      );
    },
  },
];

/** What the store compares of a mail that came whole. */
function wordsOf(mail: object | undefined): unknown {
  const { subject, text, htmlBody, assets } = { ...mail } as Record<string, unknown>;
  return { subject, text, htmlBody, keys: (assets as { key: string }[] | undefined)?.map(({ key }) => key) };
}

/** Any JSON, and genuine pages in which one value was replaced by any JSON. */
function anyJsonLike(pages: unknown[]): fc.Arbitrary<unknown> {
  const mutated = fc
    .tuple(fc.constantFrom(...pages), fc.nat(), fc.jsonValue())
    .map(([page, at, value]) => replaceOne(page, at, value));
  return fc.oneof(fc.jsonValue(), mutated);
}

function replaceOne(page: unknown, at: number, value: unknown): unknown {
  let count = 0;
  const total = JSON.stringify(page).split(':').length;
  return JSON.parse(JSON.stringify(page), (_key, held: unknown) => (count++ === at % total ? value : held));
}
