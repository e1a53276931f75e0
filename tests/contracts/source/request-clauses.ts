import fc from 'fast-check';
import { expect } from 'vitest';
import { MailArkError } from '../../../lib/errors.ts';
import type { AssetRef } from '../../../lib/mail/asset.ts';
import type { RequestSpec } from '../../../lib/sources/source.ts';
import {
  attempt,
  expectAllowedRequest,
  expectNoSecret,
  requestsOf,
  sessionOf,
  walkOf,
  type Clause,
} from './case.ts';

const anAsset = (change: Partial<AssetRef>): AssetRef => ({
  ...{ key: 'a', url: 'a', kind: 'image', role: 'body', mailId: '1' },
  ...change,
});

/** What a source asks, and where. */
export const requestClauses: Clause[] = [
  {
    name: 'only ever read',
    async check(aCase) {
      for (const request of await requestsOf(aCase)) {
        expect(request.method, 'a request writes').toBe('GET');
        expect(request.body, 'a request has a body').toBeUndefined();
        expect(request.auth, 'a request carries cookies').not.toBe('cookie');
        const changes = aCase.changesSomething?.(new URL(request.url)) ?? false;
        expect(changes, `a request changes something at the service: ${request.url}`).toBe(false);
      }
    },
  },
  {
    name: 'go to its own origins, and carry the account to those that may see it',
    async check(aCase) {
      for (const request of await requestsOf(aCase)) expectAllowedRequest(aCase.source, request);
    },
  },
  {
    name: 'stand in the lane of their work',
    async check(aCase) {
      const { source } = aCase;
      const session = sessionOf(aCase);
      const { feeds, refs } = await walkOf(aCase);
      for (const feed of feeds) {
        const at = feed.paging === 'numbered' ? 1 : feed.start;
        expect(feed.request(at).lane, 'a list is in another lane').toBe('list');
      }
      for (const ref of refs)
        expect(source.detail?.request(session, ref).lane, 'a mail is in another lane').toBe('detail');
      for (const request of await requestsOf(aCase))
        expect(request.lane === 'asset', 'a file is in another lane').toBe(request.expect === 'media');
    },
  },
  {
    name: 'are plain data without secrets',
    async check(aCase) {
      for (const request of await requestsOf(aCase)) {
        expect(JSON.parse(JSON.stringify(request)), 'a request is no plain data').toEqual(request);
        expectNoSecret(request, 'a request', aCase);
      }
    },
  },
  {
    name: 'stay there whatever a ref, a cursor or an asset says',
    async check(aCase) {
      const { source } = aCase;
      const { feeds } = await walkOf(aCase);
      const signed = sessionOf(aCase);
      const word = fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.constantFrom('..', '//evil.example', '@evil.example/', '?'),
      );
      fc.assert(
        fc.property(word, word, (one, other) => {
          const ref = {
            id: one,
            version: '',
            raw: JSON.stringify({ id: one, detail_url: other, file: other }),
          };
          const asset = anAsset({ key: one, url: other, mailId: one });
          const asked = [
            ...feeds.map((feed) => feed.request(one)),
            source.detail?.request(signed, ref),
            source.asset.refresh?.request(signed, asset),
            attempt(() => source.asset.request(signed, asset)),
          ];
          for (const request of asked) if (request) expectAllowedRequest(source, request);
        }),
      );
    },
  },
  {
    name: 'hold each word they are given in one piece',
    async check(aCase) {
      const { source } = aCase;
      const { feeds } = await walkOf(aCase);
      const signed = sessionOf(aCase);
      for (const feed of feeds) expectWholeWord(`the cursor of ${feed.id}`, (word) => feed.request(word));
      const { detail, asset } = source;
      if (detail)
        expectWholeWord('the id of a mail', (id) => detail.request(signed, { id, version: '1', raw: '{}' }));
      const { refresh } = asset;
      if (refresh)
        expectWholeWord('the mail of an asset', (mailId) => refresh.request(signed, anAsset({ mailId })));
    },
  },
  {
    name: 'refuse a picture that is not at the service',
    check(aCase) {
      const addresses = [
        ...['https://elsewhere.example/a.jpg', 'http://169.254.169.254/a.jpg', 'file:///a.jpg', 'a'],
        ...aCase.source.assetOrigins.map((origin) => `${origin}.elsewhere.example/a.jpg`),
      ];
      for (const url of addresses) {
        const ask = () => aCase.source.asset.request(sessionOf(aCase), anAsset({ url }));
        expect(ask, `a picture is asked for at ${url}`).toThrow(MailArkError);
      }
    },
  },
];

/** Words that mean something in an address when they are not escaped. */
const sharpWords = ['1&page=9', '1#end', '1?a=b', '../1', '1/../../2', '1+2 3', '1%2e', '한=글'];

/**
 * Whatever the word, the address has the path and the parameters that it has for a plain word, and one of them is the
 * word. A question that ignores its word asks the same for all.
 */
function expectWholeWord(what: string, request: (word: string) => RequestSpec): void {
  const partsOf = (word: string) => {
    const { pathname, searchParams, hash } = new URL(request(word).url);
    const segments = pathname.split('/').map((segment) => decodeURIComponent(segment));
    return {
      names: [...searchParams.keys()],
      values: [...segments, ...searchParams.values()],
      segments,
      hash,
    };
  };
  if (request('1').url === request('2').url) return;
  const plain = partsOf('1');
  for (const word of sharpWords) {
    const parts = partsOf(word);
    const reason = `${what} is not escaped: ${request(word).url}`;
    expect(parts.names, reason).toEqual(plain.names);
    expect(parts.segments.length, reason).toBe(plain.segments.length);
    expect(parts.hash, reason).toBe('');
    expect(parts.values, reason).toContain(word);
  }
}
