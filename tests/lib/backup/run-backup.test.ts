import { describe, expect, it } from 'vitest';
import { createFetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces, type PaceLimits } from '../../../lib/backup/pace.ts';
import type { Progress } from '../../../lib/backup/reached.ts';
import { runBackup } from '../../../lib/backup/run-backup.ts';
import {
  errorCodeOf,
  LongWaitError,
  MailArkError,
  SignedOutError,
  StorageFullError,
} from '../../../lib/errors.ts';
import { aFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { aMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import {
  aScriptedService,
  aSession,
  lettersSource,
  someMails,
  type ScriptedService,
  type ScriptedServiceOptions,
} from '../../support/scripted-service.ts';

const owner = { service: 'letters', account: 'a1' };
const firstRun = { isFull: false, startedAt: '2026-01-01T00:00:00.000Z' };
const secondRun = { isFull: false, startedAt: '2026-01-02T00:00:00.000Z' };
const fullRun = { isFull: true, startedAt: '2026-01-03T00:00:00.000Z' };

interface World {
  clock: FakeClock;
  store: MemoryStore;
  service: ScriptedService;
}

function aWorld(options: Omit<ScriptedServiceOptions, 'clock'>, store = aMemoryStore()): World {
  const clock = aFakeClock();
  return { clock, store, service: aScriptedService({ clock, ...options }) };
}

function start(
  { clock, store, service }: World,
  {
    run = firstRun,
    limits = paces.fast,
    signal = new AbortController().signal,
    isTextOnly = false,
    onProgress,
  }: {
    run?: typeof firstRun;
    limits?: PaceLimits;
    signal?: AbortSignal;
    isTextOnly?: boolean;
    onProgress?: (news: Progress) => void;
  } = {},
): Promise<void> {
  const fetcher = createFetcher({
    transport: service.transport,
    governor: createGovernor({ clock, limits: () => limits }),
    sessions: service.sessions,
    source: lettersSource,
    clock,
  });
  return runBackup({
    run,
    source: lettersSource,
    session: aSession,
    fetcher,
    store,
    clock,
    signal,
    isTextOnly,
    ...(onProgress ? { onProgress } : {}),
  });
}

const backUp = (world: World, options: Parameters<typeof start>[1] = {}) =>
  world.clock.run(start(world, options));

const savedIds = ({ store }: World) => store.content(owner).mails.map(({ id }) => id);

async function hasWatermark({ store }: World): Promise<boolean> {
  const { walk, watermark } = await store.readFeed(owner, 'inbox');
  return watermark !== undefined && watermark.walk === walk?.number;
}

describe('a backup that leaves the pictures for later', () => {
  it('saves all words, asks for no picture, and is not asked to list again for that', async () => {
    const world = aWorld({ mails: 161 });
    const reported: Progress[] = [];
    await backUp(world, { isTextOnly: true, onProgress: (progress) => reported.push(progress) });
    expect(savedIds(world)).toEqual(someMails(161).reverse());
    expect(world.service.count('asset')).toBe(0);
    expect(world.store.content(owner).assets.every(({ state }) => state === 'wanted')).toBe(true);
    expect(await hasWatermark(world)).toBe(true);
    expect(reported.map(({ stage }) => stage)).not.toContain('pictures');
    expect(reported.at(-1)).toMatchObject({ share: 1, counts: { assetsWanted: 322 } });

    const before = world.service.seen.length;
    await backUp(world, { run: secondRun, isTextOnly: true });
    expect(world.service.seen.length - before).toBe(1);
  });

  it('has everything once the pictures are fetched, for one page and a request each', async () => {
    const world = aWorld({ mails: 161 });
    await backUp(world, { isTextOnly: true });
    const before = world.service.seen.length;
    await backUp(world, { run: secondRun });
    expect(world.service.seen.length - before).toBe(1 + 322);
    const undisturbed = aWorld({ mails: 161 });
    await backUp(undisturbed);
    expect(world.store.content(owner)).toEqual(undisturbed.store.content(owner));
    expect(await hasWatermark(world)).toBe(true);
  });

  it('fetches what came since, and still no picture', async () => {
    const world = aWorld({ mails: 100 });
    await backUp(world, { isTextOnly: true });
    world.service.mails.unshift('n2', 'n1');
    const before = world.service.seen.length;
    await backUp(world, { run: secondRun, isTextOnly: true });
    expect(world.service.seen.length - before).toBe(1 + 2);
    await backUp(world, { run: { isFull: false, startedAt: '2026-01-04T00:00:00.000Z' } });
    expect(world.store.content(owner).assets.filter(({ state }) => state === 'saved')).toHaveLength(204);
  });
});

describe('a first backup', () => {
  it.each([0, 1, 19, 20, 21, 40, 41, 100, 161, 640, 1001])(
    'saves every one of %i mails and its pictures, asking hardly more than once for each',
    async (count) => {
      const world = aWorld({ mails: count });
      await backUp(world);
      expect(savedIds(world)).toEqual(someMails(count).reverse());
      expect(world.store.content(owner).assets.filter(({ state }) => state === 'saved')).toHaveLength(
        2 * count,
      );
      expect(await hasWatermark(world)).toBe(true);
      const pages = Math.max(1, Math.ceil(count / 20));
      expect(world.service.count('detail')).toBe(count);
      expect(world.service.count('asset')).toBe(2 * count);
      expect(world.service.count('list')).toBeLessThanOrEqual(pages + 3 + Math.ceil(Math.log2(pages)));
      const pastEnd = world.service.seen.filter(({ kind, what }) => kind === 'list' && Number(what) > pages);
      expect(pastEnd.length).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(pages)));
    },
  );

  it('writes the first mail at once, before the second page is asked for details', async () => {
    const world = aWorld({ mails: 500 });
    await backUp(world);
    expect(world.store.log.slice(0, 6)).toContain('putMails 1');
  });

  it('writes many at a time', async () => {
    const world = aWorld({ mails: 1000 });
    await backUp(world);
    const writes = (method: string) => world.store.log.filter((line) => line.startsWith(method)).length;
    expect(writes('putMails')).toBeLessThan(60);
    expect(writes('putAssets')).toBeLessThan(110);
  });

  it('asks for nothing again when nothing is new, but one page', async () => {
    const world = aWorld({ mails: 300 });
    await backUp(world);
    const before = world.service.seen.length;
    await backUp(world, { run: secondRun });
    expect(world.service.seen.length - before).toBe(1);
    expect(await hasWatermark(world)).toBe(true);
  });

  it('fetches only what came since', async () => {
    const world = aWorld({ mails: 300 });
    await backUp(world);
    world.service.mails.unshift(...Array.from({ length: 45 }, (_, index) => `n${99 - index}`));
    const before = world.service.seen.length;
    await backUp(world, { run: secondRun });
    expect(world.store.content(owner).mails).toHaveLength(345);
    expect(world.service.seen.length - before).toBe(3 + 45 + 90);
  });

  it('lists everything anew when asked to, and marks what the service withdrew', async () => {
    const world = aWorld({ mails: 100 });
    await backUp(world);
    world.service.mails.splice(50, 1);
    await backUp(world, { run: fullRun });
    expect(world.store.content(owner).mails).toHaveLength(100);
    expect(world.store.content(owner).withdrawn).toEqual(['m00050']);
    expect(world.service.count('detail')).toBe(100);
  });

  it('reports the total early and ends with exact counts', async () => {
    const world = aWorld({ mails: 645 });
    const news: Progress[] = [];
    await backUp(world, { limits: paces.normal, onProgress: (each) => news.push(each) });
    const known = news.find(({ isTotalKnown }) => isTotalKnown);
    expect(known?.counts.mailsListed).toBe(645);
    expect(known?.counts.mailsSaved).toBeLessThan(300);
    expect(news.at(-1)?.counts).toMatchObject({ mailsSaved: 645, assetsSaved: 1290, assetsWanted: 0 });
    expect(news.at(-1)?.stage).toBe('finishing');
  });
});

describe('mail that arrives during a walk', () => {
  it.each([1, 3, 7, 20, 25])(
    'neither hides a mail nor repeats one when %i come between the pages',
    async (arrivals) => {
      let arrived = 0;
      const world = aWorld({
        mails: 200,
        fault: ({ kind }) => {
          if (kind === 'list' && world.service.count('list') > 3 && arrived < arrivals)
            world.service.mails.unshift(`n${String(arrived++).padStart(3, '0')}`);
          return undefined;
        },
      });
      await backUp(world);
      expect(savedIds(world)).toEqual(expect.arrayContaining(someMails(200)));
      expect(await hasWatermark(world)).toBe(true);
      arrived = arrivals;
      await backUp(world, { run: secondRun });
      expect(savedIds(world)).toEqual([...world.service.mails].sort());
      expect(world.service.count('detail')).toBe(world.service.mails.length);
    },
  );

  it('begins again when a mail is withdrawn while the middle is read', async () => {
    let isWithdrawn = false;
    const world = aWorld({
      mails: 1000,
      fault: ({ kind, what }) => {
        if (kind === 'list' && what === '30' && !isWithdrawn) {
          isWithdrawn = true;
          world.service.mails.splice(30, 1);
        }
        return undefined;
      },
    });
    await backUp(world);
    expect(savedIds(world)).toEqual(expect.arrayContaining(world.service.mails));
    expect(world.service.count('list')).toBeGreaterThan(100);
  });

  it('leaves no watermark and says so when pages never stop shifting', async () => {
    const world = aWorld({
      mails: 400,
      fault: ({ kind, what }) => {
        if (kind === 'list' && what !== '1') world.service.mails.splice(0, 1);
        return undefined;
      },
    });
    await backUp(world);
    expect(await hasWatermark(world)).toBe(false);
    expect((await world.store.listProblems(owner)).map(({ code }) => code)).toContain('listing-unstable');
  });
});

describe('one bad thing', () => {
  it('sets a poisoned mail aside and saves the rest', async () => {
    const world = aWorld({
      mails: 50,
      fault: ({ what }) => (what === 'm00007' ? { body: 'nonsense' } : undefined),
    });
    await backUp(world);
    expect(savedIds(world)).toHaveLength(49);
    expect(world.store.content(owner).problems).toEqual([
      { kind: 'mail', id: 'm00007', state: 'quarantined', code: 'broken-record' },
    ]);
  });

  it('keeps a letter whose photo is refused', async () => {
    const world = aWorld({
      mails: 5,
      fault: ({ what }) => (what === 'm00003-a' ? { status: 404 } : undefined),
    });
    await backUp(world);
    expect(savedIds(world)).toHaveLength(5);
    expect(world.store.content(owner).problems).toEqual([
      { kind: 'asset', id: 'img/m00003-a', state: 'damaged', code: 'not-found' },
    ]);
    expect(await hasWatermark(world)).toBe(true);
  });

  it('never saves a picture that comes short, and leaves a watermark, since the picture has a record', async () => {
    const world = aWorld({
      mails: 5,
      fault: ({ what }) =>
        what === 'm00003-a' ? { body: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]) } : undefined,
    });
    await backUp(world);
    expect(world.store.content(owner).problems).toEqual([
      { kind: 'asset', id: 'img/m00003-a', state: 'damaged', code: 'short-body' },
    ]);
    expect(await hasWatermark(world)).toBe(true);
    expect(world.service.seen.filter(({ what }) => what === 'm00003-a')).toHaveLength(6);
  });

  it('goes on without a picture that always fails while others come', async () => {
    const world = aWorld({
      mails: 300,
      fault: ({ what }) => (what === 'm00003-a' ? { status: 503 } : undefined),
    });
    await backUp(world);
    expect(world.store.content(owner).problems).toEqual([
      { kind: 'asset', id: 'img/m00003-a', state: 'damaged', code: 'server-unavailable' },
    ]);
  });

  it('never asks a foreign host', async () => {
    const world = aWorld({ mails: 2, picturesOf: () => ['../../evil'] });
    await backUp(world);
    for (const { url } of world.service.seen)
      expect(url).toMatch(/^https:\/\/(?:api|www|img)\.letters\.example\//);
  });
});

describe('what stops a backup', () => {
  const failure = async (world: World) => {
    try {
      await backUp(world);
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it('is a session that cannot be renewed, asked for once', async () => {
    let renewals = 0;
    const world = aWorld({
      mails: 100,
      fault: ({ kind }) => (kind === 'detail' ? { status: 401 } : undefined),
      renew: () => {
        renewals += 1;
        return Promise.reject(new SignedOutError());
      },
    });
    expect(await failure(world)).toBeInstanceOf(SignedOutError);
    expect(renewals).toBe(1);
  });

  it('is not a session that can', async () => {
    let renewals = 0;
    const world = aWorld({
      mails: 100,
      fault: ({ headers, kind }) =>
        kind !== 'asset' && headers['access-token'] === 't1' && world.service.seen.length > 10
          ? { status: 401 }
          : undefined,
      renew: (rejected) => {
        renewals += 1;
        return world.clock.sleep(500).then(() => ({ ...rejected, credentials: { token: 't2' } }));
      },
    });
    expect(await failure(world)).toBeUndefined();
    expect(renewals).toBe(1);
    expect(savedIds(world)).toHaveLength(100);
  });

  it('is a long wait, with its end', async () => {
    const world = aWorld({
      mails: 100,
      fault: ({ kind }) =>
        kind === 'detail' && world.service.count('detail') > 30
          ? { status: 429, headers: { 'retry-after': '120' } }
          : undefined,
    });
    const error = await failure(world);
    expect(error).toBeInstanceOf(LongWaitError);
    const asked = world.service.seen.find(({ kind }, index) => kind === 'detail' && index > 30);
    expect((error as LongWaitError).untilMs).toBeGreaterThan((asked?.startedAt ?? 0) + 119_000);
  });

  it('is a server that refuses one mail after the other', async () => {
    const world = aWorld({
      mails: 100,
      fault: ({ kind }) => (kind === 'detail' ? { status: 403 } : undefined),
    });
    expect(await failure(world)).toMatchObject({ kind: 'mails', code: 'forbidden', wasServed: false });
  });

  it.each(['offline', 'permission-missing'] as const)('is %s, at once', async (code) => {
    const world = aWorld({
      mails: 100,
      fault: ({ kind }) => (kind === 'asset' ? new MailArkError(code, 'no') : undefined),
    });
    expect(errorCodeOf(await failure(world))).toBe(code);
  });

  it('is a server that is down, and nothing is written off', async () => {
    const world = aWorld({
      mails: 100,
      fault: ({ kind }) => (kind === 'asset' ? { status: 502 } : undefined),
    });
    expect(await failure(world)).toMatchObject({ kind: 'files', code: 'server-unavailable' });
    expect(world.store.content(owner).problems).toEqual([]);
    expect(savedIds(world)).toHaveLength(100);
  });

  it('is a full disk, with nothing half written', async () => {
    const store = aMemoryStore({
      beforeCommit: (number) => {
        if (number >= 9) throw new StorageFullError();
      },
    });
    const world = aWorld({ mails: 300 }, store);
    expect(await failure(world)).toBeInstanceOf(StorageFullError);
    expect(store.commits).toBe(8);
  });

  it('is the user, promptly, and what was fetched is kept', async () => {
    const abort = new AbortController();
    const reason = new Error('Cancelled.');
    const world = aWorld({ mails: 1000 });
    const ended = start(world, { signal: abort.signal }).then(
      () => undefined,
      (error: unknown) => error,
    );
    await world.clock.runUntil(() => world.service.count('detail') > 200);
    abort.abort(reason);
    const asked = world.service.seen.length;
    expect(await world.clock.run(ended)).toBe(reason);
    expect(world.service.seen.length).toBe(asked);
    expect(savedIds(world).length).toBeGreaterThan(200 - 64 - 1);
  });
});

describe('a file that is larger than a part', () => {
  const [first, second, third] = ['GIF89a begins, ', 'goes on, ', 'ends;'].map((text) =>
    new TextEncoder().encode(text),
  ) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];

  /** The parts after the first; the connection breaks after the second one where `isCut`. */
  async function* rest(isCut: boolean): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    yield second;
    if (isCut) throw new MailArkError('network-failed', 'cut');
    yield third;
  }

  const whatOf = (cuts: number): Omit<ScriptedServiceOptions, 'clock'> => ({
    mails: someMails(3),
    fault: ({ what, earlier }) =>
      what === 'm00002-a' ? { body: first, rest: rest(earlier < cuts) } : undefined,
  });

  it('is fetched again from its beginning when the connection breaks, and saved part by part', async () => {
    const world = aWorld(whatOf(2));
    await backUp(world);
    const saved = world.store.content(owner).assets.find(({ key }) => key === 'img/m00002-a');
    expect(saved).toMatchObject({ state: 'saved', sizeBytes: 29 });
    expect(world.store.log.filter((line) => line.startsWith('putPart'))).toHaveLength(2 + 2 + 3);
  });

  it('ends the run, blameless, when the store has no room for a part', async () => {
    const store = aMemoryStore({
      beforeCommit(_number, method) {
        if (method === 'putPart') throw new StorageFullError();
      },
    });
    const world = aWorld(whatOf(0), store);
    await expect(backUp(world)).rejects.toMatchObject({ code: 'storage-full' });
    expect(world.store.content(owner).problems).toEqual([]);
  });
});
