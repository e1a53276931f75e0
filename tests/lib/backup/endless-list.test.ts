import { describe, expect, it } from 'vitest';
import { aFakeClock } from '../../support/fake-clock.ts';
import { aMemoryStore } from '../../support/memory-store.ts';
import { backUpLetters } from '../../support/scripted-backup.ts';
import { aScriptedService, someMails } from '../../support/scripted-service.ts';

const owner = { service: 'letters', account: 'a1' };

/** A list that always says there is more. `idsOf` gives the ids of a page that is past the end of the mails. */
function aWorld(mails: number, pageSize: number, idsOf: (page: number) => string[]) {
  const clock = aFakeClock();
  const service = aScriptedService({
    clock,
    mails,
    pageSize,
    picturesOf: () => [],
    fault({ kind, what }) {
      if (kind !== 'list') return undefined;
      const page = Number(what);
      const own = service.mails.slice((page - 1) * pageSize, page * pageSize);
      return { body: JSON.stringify({ ids: own.length > 0 ? own : idsOf(page), hasNext: true }) };
    },
  });
  const store = aMemoryStore();
  const backUp = (startedAt: string, isFull = false) => {
    const run = { isFull, startedAt };
    return backUpLetters({ clock, service, store, run });
  };
  return { service, store, backUp, savedIds: () => store.content(owner).mails.map(({ id }) => id) };
}

const codes = async ({ store }: ReturnType<typeof aWorld>) =>
  (await store.listProblems(owner)).map(({ code }) => code);

describe('a list without an end', () => {
  const ways: [string, (mails: string[]) => string[]][] = [
    ['gives the first page again', (mails) => mails.slice(0, 20)],
    ['gives the last page again', (mails) => mails.slice(Math.floor((mails.length - 1) / 20) * 20)],
    ['gives the last mails as a full page', (mails) => mails.slice(-20)],
  ];
  it.each(ways.flatMap(([name, idsOf]) => [1, 20, 21, 100, 161].map((mails) => ({ name, mails, idsOf }))))(
    '$name past the end of $mails mails, which ends it',
    async ({ mails, idsOf }) => {
      const world = aWorld(mails, 20, () => idsOf(world.service.mails));
      await world.backUp('2026-01-01T00:00:00.000Z');
      expect(world.savedIds()).toEqual(someMails(mails).reverse());
      expect(await codes(world)).toEqual([]);
      expect(world.service.count('detail')).toBe(mails);
      const pages = Math.ceil(mails / 20);
      expect(world.service.count('list')).toBeLessThanOrEqual(2 * pages + 10);

      world.service.mails.unshift('n2', 'n1');
      const before = world.service.count('list');
      await world.backUp('2026-01-02T00:00:00.000Z');
      expect(world.savedIds()).toHaveLength(mails + 2);
      expect(world.service.count('list') - before).toBeLessThanOrEqual(3);

      await world.backUp('2026-01-03T00:00:00.000Z', true);
      expect(await codes(world)).toEqual([]);
    },
  );

  it('that invents mails for every page is read as far as mailboxes go, says so, and begins at the top the next time', async () => {
    const world = aWorld(6, 2, (page) => [`x${page}-1`, `x${page}-2`]);
    await world.backUp('2026-01-01T00:00:00.000Z');
    expect(world.savedIds()).toEqual(expect.arrayContaining(someMails(6)));
    expect(await codes(world)).toEqual(['listing-endless']);
    expect(world.service.count('list')).toBeLessThanOrEqual(520);

    world.service.mails.unshift('n1');
    await world.backUp('2026-01-02T00:00:00.000Z');
    expect(world.savedIds()).toContain('n1');
  });

  it('is read on where so many mails arrived that one page repeats another', async () => {
    const clock = aFakeClock();
    let lists = 0;
    const service = aScriptedService({
      clock,
      mails: 90,
      picturesOf: () => [],
      fault({ kind }) {
        if (kind === 'list' && ++lists % 2 === 1 && lists < 8)
          service.mails = [...someMails(20).map((id) => `b${lists}-${id}`), ...service.mails];
        return undefined;
      },
    });
    const store = aMemoryStore();
    const run = { isFull: false, startedAt: '2026-01-01T00:00:00.000Z' };
    await backUpLetters({ clock, service, store, run });
    expect(store.content(owner).mails.map(({ id }) => id)).toEqual(expect.arrayContaining(service.mails));
  });
});
