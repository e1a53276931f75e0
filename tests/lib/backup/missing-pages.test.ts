import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../../lib/errors.ts';
import { aBadMinutesWorld, owner } from '../../support/bad-minutes.ts';
import { aFakeClock } from '../../support/fake-clock.ts';
import { aMemoryStore } from '../../support/memory-store.ts';
import { backUpLetters } from '../../support/scripted-backup.ts';
import { aScriptedService, someMails } from '../../support/scripted-service.ts';

/** A service whose list has pages that cannot be read. */
function aWorld(mails: number, bad: Set<number>, answer: { status?: number; body: string }) {
  const clock = aFakeClock();
  const service = aScriptedService({
    clock,
    mails,
    picturesOf: () => [],
    fault: ({ kind, what }) => (kind === 'list' && bad.has(Number(what)) ? answer : undefined),
  });
  const store = aMemoryStore();
  const backUp = async (startedAt: string, isFull = false) => {
    const run = { isFull, startedAt, rests: { list: 3 } };
    await store.retryProblems(owner, isFull);
    await backUpLetters({ clock, service, store, run });
  };
  return {
    service,
    store,
    backUp,
    savedIds: () => store.content(owner).mails.map(({ id }) => id),
    codes: async () => (await store.listProblems(owner)).map(({ code }) => code),
  };
}

const ids = (mails: number, bad: number[]) =>
  someMails(mails)
    .filter((_, at) => !bad.includes(1 + Math.floor(at / 20)))
    .reverse();

const answers: [string, { status?: number; body: string }][] = [
  ['400', { status: 400, body: 'Bad request' }],
  ['broken JSON', { body: '{"ids":["m0' }],
  ['other JSON', { body: '[]' }],
];

describe('pages of a list that cannot be read, though the run has rested for them', () => {
  it.each(
    answers.flatMap(([name, answer]) =>
      [[2], [1], [3], [2, 3], [1, 5], [2, 4, 7], [8]].map((pages) => ({ name, answer, pages })),
    ),
  )('$name on $pages hides no other page, is told, and asked again', async ({ answer, pages }) => {
    const bad = new Set(pages);
    const world = aWorld(160, bad, answer);
    await world.backUp('2026-01-01T00:00:00.000Z');
    expect(world.savedIds()).toEqual(ids(160, pages));
    expect(await world.codes()).toEqual(['listing-incomplete']);

    bad.clear();
    world.service.mails.unshift('n1');
    await world.backUp('2026-01-02T00:00:00.000Z');
    expect(world.savedIds()).toEqual([...someMails(160).reverse(), 'n1']);
    expect(await world.codes()).toEqual([]);

    const before = world.service.count('list');
    await world.backUp('2026-01-03T00:00:00.000Z');
    expect(world.service.count('list') - before).toBe(1);
  });

  it('above the watermark are asked again, though mails below it are known', async () => {
    const bad = new Set<number>();
    const world = aWorld(40, bad, { status: 400, body: 'Bad request' });
    await world.backUp('2026-01-01T00:00:00.000Z');
    world.service.mails.unshift(...someMails(50).map((id) => `n${id}`));
    bad.add(2);
    await world.backUp('2026-01-02T00:00:00.000Z');
    expect(await world.codes()).toEqual(['listing-incomplete']);
    expect(world.savedIds()).toHaveLength(40 + 30);
    bad.clear();
    await world.backUp('2026-01-03T00:00:00.000Z');
    expect(world.savedIds()).toHaveLength(90);
  });

  it('mark no mail as withdrawn by the service', async () => {
    const bad = new Set<number>();
    const world = aWorld(80, bad, { status: 400, body: 'Bad request' });
    await world.backUp('2026-01-01T00:00:00.000Z');
    bad.add(3);
    await world.backUp('2026-01-02T00:00:00.000Z', true);
    expect(world.store.content(owner).withdrawn).toEqual([]);
  });

  it('all fail the run, with what the service said', async () => {
    const world = aWorld(60, new Set([1, 2, 3, 4, 5]), { status: 400, body: 'Bad request' });
    const failure = await world.backUp('2026-01-01T00:00:00.000Z').catch((error: unknown) => error);
    expect(errorCodeOf(failure)).toBe('unexpected-status');
    expect(world.service.count('list')).toBeLessThanOrEqual(12);
  });
});

describe('a page of the list that answers 400 for good', () => {
  it('lets the run rest three times, and then end with all others', async () => {
    const world = aBadMinutesWorld({
      mails: 60,
      fault: ({ kind, what }) => (kind === 'list' && what === '2' ? { status: 400 } : undefined),
    });
    await world.backUp();
    expect(world.states.map((state) => (state.phase === 'waiting' ? state.reason : state.phase))).toEqual([
      'list-troubled',
      'list-troubled',
      'list-troubled',
      'done',
    ]);
    const { mails, problems } = world.store.content(owner);
    expect(mails.map(({ id }) => id)).toEqual(ids(60, [2]));
    expect(problems.map(({ code }) => code)).toEqual(['listing-incomplete']);
  });
});
