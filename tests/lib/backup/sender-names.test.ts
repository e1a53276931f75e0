import { describe, expect, it } from 'vitest';
import { createFetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces } from '../../../lib/backup/pace.ts';
import type { SessionKeeper } from '../../../lib/backup/ports.ts';
import { runBackup } from '../../../lib/backup/run-backup.ts';
import { privateMailSource } from '../../../lib/sources/private-mail/source.ts';
import type { Session } from '../../../lib/sources/source.ts';
import { aFakeClock } from '../../support/fake-clock.ts';
import { aMemoryStore } from '../../support/memory-store.ts';

const api = 'https://api.letters.example';
const source = privateMailSource({
  service: { id: 'letters', name: 'Letters', utcOffsetMinutes: 540 },
  webOrigin: 'https://www.letters.example',
  apiOrigin: api,
  imageOrigin: 'https://img.letters.example',
});
const owner = { service: 'letters', account: 'a1' };
const pageSize = 20;
const names: Record<string, [ko: string, ja: string]> = {
  '1': ['별하', 'ピョルハ'],
  '2': ['츠키노', '月野'],
  // Wrote the oldest mails only.
  '3': ['도담', 'トダム'],
};

/** A service of 100 mails that names senders in the language a request asks for, Korean where it asks for none. */
function aWorld() {
  const clock = aFakeClock();
  const store = aMemoryStore();
  const world = {
    language: undefined as string | undefined,
    /** The pages that were asked for, and in which language. */
    lists: [] as string[],
    beforeList: (_number: number) => undefined as void,
    confirm: () => undefined as void,
    /** What a sender is called in the mail at a place of the list. */
    nameOf: undefined as ((at: number, id: string) => string) | undefined,
  };
  const session = (): Session => ({
    ...owner,
    credentials: { userId: 'u', accessToken: 't' },
    client: world.language === undefined ? {} : { language: world.language },
  });
  const sessions: SessionKeeper = {
    find: session,
    renew: () => Promise.resolve(session()),
    confirm: () => {
      world.confirm();
      return Promise.resolve(session());
    },
  };
  const record = (at: number, isJapanese: boolean) => {
    const id = at < 90 ? String(1 + (at % 2)) : '3';
    return {
      id: `m${1000 - at}`,
      member: { id: Number(id), name: world.nameOf?.(at, id) ?? names[id]?.[isJapanese ? 1 : 0] },
      subject: 'Hello',
      content: 'Hello',
      receive_datetime: `2020-01-01 00:${String(59 - (at % 60)).padStart(2, '0')}:00`,
    };
  };
  const answerOf = (url: URL, language: string | undefined): string => {
    if (url.origin !== api) return '<div id="mail-detail"><p>Hello</p></div></body></html>';
    const page = Number(url.searchParams.get('page'));
    world.lists.push(`${page} ${language ?? '-'}`);
    world.beforeList(world.lists.length);
    const mails = Array.from({ length: 100 }, (_, at) => record(at, language?.startsWith('ja') === true));
    return JSON.stringify({
      mails: mails.slice((page - 1) * pageSize, page * pageSize),
      has_next_page: page * pageSize < mails.length,
    });
  };
  async function backUp(startedAt = '2026-01-01T00:00:00.000Z') {
    const fetcher = createFetcher({
      transport: {
        async send({ url, headers }) {
          await clock.sleep(20);
          const body = answerOf(new URL(url), headers['Application-Language']);
          const type = url.startsWith(api) ? 'application/json' : 'text/html';
          return {
            status: 200,
            header: (name) => (name === 'content-type' ? type : undefined),
            body: new TextEncoder().encode(body),
          };
        },
      },
      governor: createGovernor({ clock, limits: () => paces.fast }),
      sessions,
      source,
      clock,
    });
    const { signal } = new AbortController();
    const run = { isFull: false, startedAt };
    await clock.run(runBackup({ run, source, session: session(), fetcher, store, clock, signal }));
  }
  /** What each sender is called in the mails stored. */
  const stored = () => {
    const found: Record<string, string[]> = {};
    for (const { from } of store.content(owner).mails)
      found[from.id] = [...new Set([...(found[from.id] ?? []), from.name])];
    return found;
  };
  return { world, backUp, stored, store };
}

const korean = { '1': ['별하'], '2': ['츠키노'], '3': ['도담'] };
const japanese = { '1': ['ピョルハ'], '2': ['月野'], '3': ['トダム'] };

describe('the names of senders', () => {
  it('come for no request more while the language stays', async () => {
    const { world, backUp, stored } = aWorld();
    world.language = 'ko';
    await backUp();
    expect(stored()).toEqual(korean);
    const first = world.lists.length;
    await backUp('2026-01-02T00:00:00.000Z');
    expect(world.lists.slice(first)).toEqual(['1 ko']);
  });

  it('are Japanese everywhere when the client’s language is heard in the middle of the listing', async () => {
    for (const number of [1, 2, 3, 5, 7]) {
      const { world, backUp, stored } = aWorld();
      world.beforeList = (at) => void (at === number && (world.language = 'ja-JP,ja;q=0.9'));
      await backUp();
      expect(stored()).toEqual(japanese);
    }
  });

  it('are Japanese everywhere when it is heard only after the last page', async () => {
    const { world, backUp, stored, store } = aWorld();
    world.confirm = () => void (world.language = 'ja');
    await backUp();
    expect(store.content(owner).mails).toHaveLength(100);
    expect(stored()).toEqual(japanese);
    // Up to the page of the sender who wrote the oldest mails only, once.
    expect(world.lists.filter((each) => each.endsWith('ja'))).toEqual([
      '1 ja',
      '2 ja',
      '3 ja',
      '4 ja',
      '5 ja',
    ]);
  });

  it('are corrected by the next backup when the language is heard after the first', async () => {
    const { world, backUp, stored } = aWorld();
    await backUp();
    expect(stored()).toEqual(korean);
    world.language = 'ja';
    await backUp('2026-01-02T00:00:00.000Z');
    expect(stored()).toEqual(japanese);
    const lists = world.lists.length;
    await backUp('2026-01-03T00:00:00.000Z');
    expect(world.lists.slice(lists)).toEqual(['1 ja']);
  });

  it('do not change for another region or weight of the same language', async () => {
    const { world, backUp } = aWorld();
    world.language = 'ja';
    await backUp();
    world.language = 'ja-JP,ja;q=0.9,en;q=0.8';
    const lists = world.lists.length;
    await backUp('2026-01-02T00:00:00.000Z');
    expect(world.lists.length - lists).toBe(1);
  });

  it('are those of the newest mails where a server names a sender in each mail as of its time', async () => {
    const { world, backUp, stored } = aWorld();
    world.nameOf = (at, id) => `${at < 40 ? 'new' : 'old'} ${id}`;
    await backUp();
    const newest = { '1': ['new 1'], '2': ['new 2'], '3': ['old 3'] };
    expect(stored()).toEqual(newest);
    await backUp('2026-01-02T00:00:00.000Z');
    expect(stored()).toEqual(newest);
  });

  it('are waited for only before the first backup is done', async () => {
    const { world, backUp } = aWorld();
    let waits = 0;
    world.confirm = () => void (waits += 1);
    await backUp();
    await backUp('2026-01-02T00:00:00.000Z');
    expect(waits).toBe(1);
  });
});
