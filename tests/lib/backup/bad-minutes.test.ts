import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MailArkError } from '../../../lib/errors.ts';
import { aBadMinutesWorld, badAnswers, owner, type BadAnswer } from '../../support/bad-minutes.ts';
import { amountOf, seed } from '../../support/fault-numbers.ts';

const answers = Object.keys(badAnswers) as BadAnswer[];
const kinds = ['list', 'detail', 'asset'] as const;
const minute = 60_000;
const day = 24 * 60 * minute;

async function undisturbed(mails: number) {
  const world = aBadMinutesWorld({ mails });
  await world.backUp();
  return world.store.content(owner);
}

describe('a bad minute of the service', () => {
  it.each(kinds.flatMap((kind) => answers.map((answer) => ({ kind, answer }))))(
    'of three seconds of $answer to requests of the kind $kind loses nothing',
    async ({ kind, answer }) => {
      const fromMs = kind === 'list' ? 60 : 900;
      const world = aBadMinutesWorld({
        mails: 130,
        minutes: [{ kind, answer, fromMs, lastsMs: 3_000, share: 1 }],
      });
      const run = await world.backUp();
      expect(run.state).toMatchObject({ phase: 'done', newMails: 130 });
      expect(world.store.content(owner)).toEqual(await undisturbed(130));
      expect((await world.store.readFeed(owner, 'inbox')).watermark).toBeDefined();
    },
  );

  const badMinute = fc.record({
    kind: fc.constantFrom(...kinds),
    answer: fc.constantFrom(...answers),
    fromMs: fc.nat(5_000),
    lastsMs: fc.integer({ min: 1_000, max: 60_000 }),
    share: fc.constantFrom(1, 1, 0.9, 0.5, 0.1),
  });

  it('of any length and kind is made good by the same run, or by the next one where it met only some', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(badMinute, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 130 }),
        fc.nat(),
        async (minutes, mails, from) => {
          const world = aBadMinutesWorld({ mails, minutes, seed: from });
          const run = await world.backUp();
          const right = await undisturbed(mails);
          const { problems } = world.store.content(owner);
          expect(problems.filter(({ state }) => state === 'gone')).toEqual([]);
          if (minutes.every(({ share }) => share === 1)) {
            expect(run.state).toMatchObject({ phase: 'done', newMails: mails });
            expect(world.store.content(owner)).toEqual(right);
          }
          await world.clock.run(world.clock.sleep(day));
          expect((await world.backUp()).state).toMatchObject({ phase: 'done' });
          expect(world.store.content(owner)).toEqual(right);
        },
      ),
      { numRuns: amountOf('badMinutes'), seed },
    );
  });
});

const isDead = (what: string) => ['m00007', 'm00009-a', 'm00012-b'].includes(what);

describe('what the service has no more', () => {
  const aWorld = () =>
    aBadMinutesWorld({ mails: 40, fault: ({ what }) => (isDead(what) ? { status: 404 } : undefined) });
  const problemsOf = ({ store }: ReturnType<typeof aWorld>) =>
    store.content(owner).problems.map(({ id, state, code }) => `${id} ${state} ${code}`);
  const refused = [
    'img/m00009-a damaged not-found',
    'img/m00012-b damaged not-found',
    'm00007 damaged not-found',
  ];
  const gone = refused.map((line) => line.replace('damaged', 'gone'));

  it('waits after one run, which does not rest for it', async () => {
    const world = aWorld();
    expect((await world.backUp()).state).toEqual({
      phase: 'done',
      newMails: 39,
      finishedAt: expect.any(String) as string,
    });
    expect(world.states.map(({ phase }) => phase)).toEqual(['done']);
    expect(problemsOf(world)).toEqual(refused);
  });

  it('still waits after another run within ten minutes', async () => {
    const world = aWorld();
    await world.backUp();
    // The runs take up to a minute or two of the ten themselves.
    await world.clock.run(world.clock.sleep(5 * minute));
    await world.backUp();
    expect(problemsOf(world)).toEqual(refused);
  });

  it('is gone after another run later, and not asked for by a third', async () => {
    const world = aWorld();
    await world.backUp();
    await world.clock.run(world.clock.sleep(11 * minute));
    await world.backUp();
    expect(problemsOf(world)).toEqual(gone);
    const before = world.service.seen.length;
    await world.clock.run(world.clock.sleep(day));
    await world.backUp();
    expect(world.service.seen.slice(before).filter(({ what }) => isDead(what))).toEqual([]);
    expect(world.states.map(({ phase }) => phase)).toEqual(['done', 'done', 'done']);
  });

  it('is asked for again when everything is checked, and saved where it is back', async () => {
    let isBack = false;
    const world = aBadMinutesWorld({
      mails: 40,
      fault: ({ what }) => (isDead(what) && !isBack ? { status: 404 } : undefined),
    });
    await world.backUp();
    await world.clock.run(world.clock.sleep(day));
    await world.backUp();
    expect(problemsOf(world)).toEqual(gone);
    isBack = true;
    await world.backUp({ isFull: true });
    expect(world.store.content(owner)).toEqual(await undisturbed(40));
  });

  it('is asked for again, and nothing else, when the user says so', async () => {
    const world = aWorld();
    await world.backUp();
    await world.clock.run(world.clock.sleep(day));
    await world.backUp();
    expect(problemsOf(world)).toEqual(gone);
    const before = world.service.seen.length;
    await world.backUp({ asksAgain: true });
    const asked = new Set(world.service.seen.slice(before).map(({ what }) => what));
    expect([...asked].filter(isDead).sort()).toEqual(['m00007', 'm00009-a', 'm00012-b']);
    // And at most one mail and one file of those saved, in comparison.
    expect(asked.size).toBeLessThanOrEqual(5);
    expect(world.service.seen.slice(before).filter(({ kind }) => kind === 'list')).toEqual([]);
  });

  it('is distinguished from a bad minute by something that was saved before, also where all that is new is gone', async () => {
    const world = aBadMinutesWorld({
      mails: 40,
      fault: ({ what }) => (what.startsWith('m0000') ? { status: 404 } : undefined),
    });
    await world.backUp();
    await world.clock.run(world.clock.sleep(day));
    await world.backUp();
    expect(world.states.map(({ phase }) => phase)).toEqual(['done', 'done']);
    expect(problemsOf(world)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `m0000${number} gone not-found`),
    );
  });
});

describe('a service that gives no files any more', () => {
  const outage = { kind: 'asset', answer: 'page', fromMs: 0, lastsMs: 60 * minute, share: 1 } as const;

  it('lets the run rest three times, and then end with all words and a watermark', async () => {
    const world = aBadMinutesWorld({ mails: 60, minutes: [outage] });
    const run = await world.backUp();
    expect(world.states.map((state) => (state.phase === 'waiting' ? state.reason : state.phase))).toEqual([
      'files-troubled',
      'files-troubled',
      'files-troubled',
      'done',
    ]);
    expect(run.state).toMatchObject({ phase: 'done', newMails: 60, isIncomplete: true });
    expect(await world.store.counts(owner)).toMatchObject({ mailsSaved: 60, assetsWanted: 120 });
    expect((await world.store.readFeed(owner, 'inbox')).watermark).toBeDefined();
    expect(world.store.content(owner).problems).toEqual([]);
  });

  it('has all of them saved by the next run, once it gives them', async () => {
    const world = aBadMinutesWorld({ mails: 60, minutes: [outage] });
    await world.backUp();
    await world.clock.run(world.clock.sleep(day));
    expect((await world.backUp()).state).toMatchObject({ phase: 'done', newMails: 0 });
    expect(world.store.content(owner)).toEqual(await undisturbed(60));
  });

  it('has all of them saved when the user asks again, without a look at the list', async () => {
    const world = aBadMinutesWorld({ mails: 60, minutes: [outage] });
    await world.backUp();
    await world.clock.run(world.clock.sleep(day));
    const before = world.service.count('list');
    expect((await world.backUp({ asksAgain: true })).state).toMatchObject({ phase: 'done', newMails: 0 });
    expect(world.service.count('list')).toBe(before);
    expect(world.store.content(owner)).toEqual(await undisturbed(60));
  });

  it('is asked hardly more than the pace allows in a moment, however many files wait', async () => {
    const world = aBadMinutesWorld({ mails: 300, minutes: [outage] });
    await world.backUp();
    expect(world.service.count('asset')).toBeLessThan(4 * 3 * 64);
  });
});

describe('a service that', () => {
  it.each([
    ['gives no list', 'list', '404', { phase: 'failed', code: 'not-found' }],
    ['forbids its mails', 'detail', '403', { phase: 'failed', code: 'forbidden' }],
    ['gives no mails', 'detail', '404', { phase: 'done', newMails: 0, isIncomplete: true }],
  ] as const)('%s is asked again three times before the run ends', async (_what, kind, answer, end) => {
    const world = aBadMinutesWorld({
      mails: 60,
      minutes: [{ kind, answer, fromMs: 0, lastsMs: 60 * minute, share: 1 }],
    });
    expect((await world.backUp()).state).toMatchObject(end);
    expect(world.states.map(({ phase }) => phase)).toEqual(['waiting', 'waiting', 'waiting', end.phase]);
    expect((await world.store.readFeed(owner, 'inbox')).watermark).toBeUndefined();
  });

  it('does not know a page it announces is believed after three rests', async () => {
    const world = aBadMinutesWorld({
      mails: 130,
      fault: ({ kind, what }) => (kind === 'list' && Number(what) >= 5 ? { status: 404 } : undefined),
    });
    expect((await world.backUp()).state).toMatchObject({ phase: 'done', newMails: 80 });
    expect(world.states.map(({ phase }) => phase)).toEqual(['waiting', 'waiting', 'waiting', 'done']);
  });

  it('cannot be reached is tried again later each time, and soon once something came', async () => {
    let given = 0;
    const world = aBadMinutesWorld({
      mails: 200,
      fault({ elapsed }) {
        const isAway = elapsed < 20 * minute || (given >= 30 && elapsed < 60 * minute);
        given += isAway ? 0 : 1;
        return isAway ? new MailArkError('network-failed', 'No line.') : undefined;
      },
    });
    expect((await world.backUp()).state).toMatchObject({ phase: 'done', newMails: 200 });
    const ends = world.states.flatMap((state) =>
      state.phase === 'waiting' && state.until !== undefined ? [Date.parse(state.until)] : [],
    );
    const rests = ends.slice(1).map((end, at) => end - (ends[at] ?? 0));
    const shorter = rests.filter((rest, at) => at > 0 && rest < 0.9 * (rests[at - 1] ?? 0));
    expect(shorter).toHaveLength(1);
    expect(Math.max(...rests)).toBeGreaterThan(10 * minute);
    expect(ends.length).toBeLessThan(14);
  });
});
