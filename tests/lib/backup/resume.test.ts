import { describe, expect, it } from 'vitest';
import { createFetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces } from '../../../lib/backup/pace.ts';
import { runBackup } from '../../../lib/backup/run-backup.ts';
import { aFakeClock } from '../../support/fake-clock.ts';
import { aMemoryStore, type MemoryStoreOptions } from '../../support/memory-store.ts';
import { aScriptedService, aSession, lettersSource } from '../../support/scripted-service.ts';
import { countTried } from '../../support/tried.ts';

const owner = { service: 'letters', account: 'a1' };
const run = { isFull: false, startedAt: '2026-01-01T00:00:00.000Z' };
const never = () => new Promise<never>(() => undefined);

/** A store that can be cut off from an engine at any commit: earlier calls are never answered. */
function aCutStore() {
  let cutAt: { at: number | string; when: 'before' | 'after' } | undefined;
  let isCut = false;
  const isTime = (when: 'before' | 'after', number: number, method: string) =>
    cutAt?.when === when && (typeof cutAt.at === 'number' ? number >= cutAt.at : method === cutAt.at);
  const options: MemoryStoreOptions = {
    beforeCommit(number, method) {
      if (isCut || isTime('before', number, method)) {
        isCut = true;
        return never();
      }
    },
    afterCommit(number, method) {
      if (isTime('after', number, method)) {
        isCut = true;
        return never();
      }
    },
  };
  const store = aMemoryStore(options);
  return {
    store,
    get isCut() {
      return isCut;
    },
    /** At the commit of this number, or the first of this method. */
    cut(at: number | string, when: 'before' | 'after') {
      cutAt = { at, when };
    },
    mend() {
      cutAt = undefined;
      isCut = false;
    },
  };
}

/** One engine with a clock and a network of its own: throwing it away leaves nothing that could still act. */
function anEngine(store: ReturnType<typeof aMemoryStore>, mails: number) {
  const clock = aFakeClock();
  const service = aScriptedService({ clock, mails });
  const fetcher = createFetcher({
    transport: service.transport,
    governor: createGovernor({ clock, limits: () => paces.normal }),
    sessions: service.sessions,
    source: lettersSource,
    clock,
  });
  const start = () =>
    runBackup({
      run,
      source: lettersSource,
      session: aSession,
      fetcher,
      store,
      clock,
      signal: new AbortController().signal,
    });
  return { clock, service, start };
}

async function undisturbed(mails: number) {
  const store = aMemoryStore();
  const { clock, start, service } = anEngine(store, mails);
  await clock.run(start());
  return { content: store.content(owner), commits: store.commits, requests: service.seen.length };
}

describe('a backup whose worker was killed', () => {
  it.each(['before', 'after'] as const)(
    'ends as if nothing had happened, killed %s any commit',
    async (when) => {
      const mails = 65;
      const right = await undisturbed(mails);
      let kills = 0;
      for (let k = 1; k <= right.commits; k++) {
        const cutStore = aCutStore();
        cutStore.cut(k, when);
        const killed = anEngine(cutStore.store, mails);
        let isOver = false;
        void killed.start().finally(() => (isOver = true));
        await killed.clock.runUntil(() => cutStore.isCut || isOver);
        // How much goes into one commit depends on how fast another thread hashes, so a run may have fewer than the first.
        if (!cutStore.isCut) break;
        kills += 1;
        cutStore.mend();
        const resumed = anEngine(cutStore.store, mails);
        await resumed.clock.run(resumed.start());
        expect(cutStore.store.content(owner), `commit ${k}`).toEqual(right.content);
        const { walk, watermark } = await cutStore.store.readFeed(owner, 'inbox');
        expect(watermark?.walk).toBe(walk?.number);
        const repeated = killed.service.seen.length + resumed.service.seen.length - right.requests;
        // In flight: 16 at once on each of three hosts. Unwritten: a batch of mails and one of pictures.
        expect(repeated, `commit ${k}`).toBeLessThanOrEqual(3 * 16 + 50 + 64);
        countTried('worker killed around a commit (memory)');
      }
      expect(kills).toBeGreaterThan(8);
    },
  );

  it('does not list again what was listed', async () => {
    const cutStore = aCutStore();
    cutStore.cut('finishWalk', 'before');
    const killed = anEngine(cutStore.store, 400);
    void killed.start().catch(() => undefined);
    await killed.clock.runUntil(() => cutStore.isCut);
    expect((await cutStore.store.readFeed(owner, 'inbox')).walk?.isListed).toBe(true);
    cutStore.mend();
    const resumed = anEngine(cutStore.store, 400);
    await resumed.clock.run(resumed.start());
    expect(resumed.service.count('list')).toBe(0);
  });
});
