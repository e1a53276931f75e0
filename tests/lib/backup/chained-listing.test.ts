import { describe, expect, it } from 'vitest';
import { createFetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces } from '../../../lib/backup/pace.ts';
import type { SessionKeeper, Transport } from '../../../lib/backup/ports.ts';
import { runBackup } from '../../../lib/backup/run-backup.ts';
import type { Source } from '../../../lib/sources/source.ts';
import { aFakeClock } from '../../support/fake-clock.ts';
import { aMemoryStore } from '../../support/memory-store.ts';
import { aLetter, aSession, jpegOf, lettersSource } from '../../support/scripted-service.ts';

interface Answer {
  status?: number;
  body: Uint8Array<ArrayBuffer>;
}

const listRequest = {
  method: 'GET',
  auth: 'account',
  via: 'background',
  lane: 'list',
  expect: 'json',
} as const;

const textBytes = (text: string) => new TextEncoder().encode(text);

const owner = { service: 'letters', account: 'a1' };

/** Whole mails in the list, each page naming the next by its last id; pictures behind signed addresses. */
function aTalk(ids: string[]) {
  const asked: string[] = [];
  let isExpired = false;
  const { detail: _detail, ...lists } = lettersSource;
  const source: Source = {
    ...lists,
    feeds: () => [
      {
        id: 'talk',
        paging: 'chained',
        start: '',
        request: (at) => ({ ...listRequest, url: `https://api.letters.example/talk?after=${at}` }),
      },
    ],
    parsePage: (_session, _feed, body) => {
      const found = body as string[];
      const next = found.at(-1);
      return {
        refs: [],
        mails: found.map((id) => {
          const mail = aLetter(id, [id]);
          const assets = mail.assets.map((asset) => ({
            ...asset,
            url: `${asset.url}?Signature=x`,
            expiresAt: '2030-01-01T00:00:00Z',
          }));
          return { ...mail, assets };
        }),
        broken: [],
        isLast: found.length < 3,
        ...(next === undefined ? {} : { next }),
      };
    },
    asset: {
      ...lettersSource.asset,
      refresh: {
        request: (_session, asset) => ({
          ...listRequest,
          url: `https://api.letters.example/fresh?key=${asset.key}`,
        }),
        parse: (_session, asset) => ({ ...asset, url: `${asset.url.split('?')[0]}?Signature=fresh` }),
      },
    },
  };
  const answerOf = ({ pathname, searchParams, hostname }: URL): Answer => {
    if (hostname === 'img.letters.example') {
      const isGood = [isExpired ? 'fresh' : 'x', 'fresh'].includes(searchParams.get('Signature') ?? '');
      return isGood ? { body: jpegOf(pathname) } : { status: 403, body: textBytes('expired') };
    }
    if (pathname === '/fresh') return { body: textBytes('{}') };
    const after = searchParams.get('after');
    const from = after ? ids.indexOf(after) + 1 : 0;
    return { body: textBytes(JSON.stringify(ids.slice(from, from + 3))) };
  };
  const transport: Transport = {
    send({ url }) {
      asked.push(url);
      const { status = 200, body } = answerOf(new URL(url));
      return Promise.resolve({ status, body, header: () => undefined });
    },
  };
  return { source, transport, asked, ids, expire: () => (isExpired = true) };
}

async function backUp(
  talk: ReturnType<typeof aTalk>,
  store = aMemoryStore(),
  startedAt = '2026-01-01T00:00:00Z',
) {
  const clock = aFakeClock();
  const { source, transport } = talk;
  const sessions: SessionKeeper = {
    find: () => aSession,
    confirm: (session) => Promise.resolve(session),
    renew: () => Promise.resolve(aSession),
  };
  const governor = createGovernor({ clock, limits: () => paces.fast });
  const fetcher = createFetcher({ transport, governor, sessions, source, clock });
  const signal = new AbortController().signal;
  await clock.run(
    runBackup({
      run: { isFull: false, startedAt },
      source,
      session: aSession,
      fetcher,
      store,
      clock,
      signal,
    }),
  );
  return store;
}

const lists = ({ asked }: ReturnType<typeof aTalk>) => asked.filter((url) => url.includes('/talk?'));

describe('a chained feed', () => {
  it.each([0, 1, 2, 3, 4, 9, 10])('is followed to its end through %i mails', async (count) => {
    const talk = aTalk(Array.from({ length: count }, (_, index) => `t${99 - index}`));
    const { mails, assets } = (await backUp(talk)).content(owner);
    expect(mails.map(({ id }) => id)).toEqual([...talk.ids].sort());
    expect(assets.filter(({ state }) => state === 'saved')).toHaveLength(count);
  });

  it('stops at what is known when nothing is new, after one page', async () => {
    const talk = aTalk(['t9', 't8', 't7', 't6', 't5', 't4', 't3']);
    const store = await backUp(talk);
    const before = talk.asked.length;
    await backUp(talk, store, '2026-01-02T00:00:00Z');
    expect(talk.asked.slice(before)).toHaveLength(1);
  });

  it('stops when a page leads back to where one has been', async () => {
    const talk = aTalk(['t3', 't2', 't1']);
    const { parsePage } = talk.source;
    const round: Source = {
      ...talk.source,
      parsePage: (session, feed, body) => ({ ...parsePage(session, feed, body), isLast: false, next: '' }),
    };
    await backUp({ ...talk, source: round });
    expect(lists(talk)).toHaveLength(1);
  });

  it('asks for a fresh address when one has expired', async () => {
    const talk = aTalk(['t2', 't1']);
    talk.expire();
    const { assets } = (await backUp(talk)).content(owner);
    expect(assets.map(({ state }) => state)).toEqual(['saved', 'saved']);
    expect(talk.asked.filter((url) => url.includes('/fresh'))).toHaveLength(2);
  });

  it('never stores a signature', async () => {
    const store = await backUp(aTalk(['t2', 't1']));
    expect(JSON.stringify(await store.listWanted(owner, 10, new Set()))).not.toContain('Signature');
  });
});
