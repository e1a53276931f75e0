import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces } from '../../../lib/backup/pace.ts';
import { LongWaitError } from '../../../lib/errors.ts';
import type { Lane } from '../../../lib/sources/source.ts';
import { aFakeClock, seeded } from '../../support/fake-clock.ts';

const host = 'www.letters.example';
const unheard = new AbortController().signal;

/** The most events within any stretch of one second. */
function mostPerSecond(times: number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

describe('governor', () => {
  it('keeps every ceiling and every wait, whatever the server does', async () => {
    const fault = fc.record({
      at: fc.nat(300),
      holdMs: fc.integer({ min: 0, max: 15_000 }),
      overloaded: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 400 }),
        fc.array(fault, { maxLength: 6 }),
        fc.nat(),
        async (atOnce, perSecond, latencyMs, faults, seed) => {
          const clock = aFakeClock({ random: seeded(seed) });
          const governor = createGovernor({ clock, limits: () => ({ atOnce, perSecond }) });
          const starts: number[] = [];
          let underWay = 0;
          let notBefore = 0;
          const one = async (lane: Lane) => {
            const release = await governor.acquire(host, lane, unheard);
            underWay += 1;
            expect(underWay).toBeLessThanOrEqual(atOnce);
            expect(clock.now()).toBeGreaterThanOrEqual(notBefore);
            starts.push(clock.now());
            const hit = faults.find(({ at }) => at === starts.length);
            await clock.sleep(clock.random() * latencyMs);
            if (hit && hit.holdMs > 0) {
              notBefore = Math.max(notBefore, clock.now() + hit.holdMs);
              governor.hold(host, hit.holdMs);
            }
            underWay -= 1;
            release(hit?.overloaded ? 'overloaded' : 'good');
          };
          const lanes: Lane[] = ['session', 'list', 'detail', 'asset'];
          await clock.run(Promise.all(Array.from({ length: 120 }, (_, index) => one(lanes[index % 4]!))));
          expect(mostPerSecond(starts)).toBeLessThanOrEqual(perSecond);
          expect(governor.snapshot()[0]).toMatchObject({ underWay: 0, waiting: 0 });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps the rate as the server sees it, over a connection that is slow to open and a line that is uneven', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(paces.gentle, paces.normal),
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: 1, max: 300 }),
        fc.nat(),
        async (pace, openingMs, latencyMs, seed) => {
          const clock = aFakeClock({ random: seeded(seed) });
          const governor = createGovernor({ clock, limits: () => pace });
          const arrivals: number[] = [];
          let isOpenAt: number | undefined;
          const one = async () => {
            const release = await governor.acquire(host, 'asset', unheard);
            isOpenAt ??= clock.elapsed() + openingMs;
            // Whatever leaves while the connection is opened arrives when it is.
            await clock.sleep(Math.max(0, isOpenAt - clock.elapsed()) + clock.random() * 50);
            arrivals.push(clock.elapsed());
            await clock.sleep(latencyMs);
            release('good');
          };
          await clock.run(Promise.all(Array.from({ length: 3 * pace.perSecond }, one)));
          expect(mostPerSecond(arrivals)).toBeLessThanOrEqual(pace.perSecond);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('opens a connection with one request, and again after a long rest', async () => {
    const clock = aFakeClock();
    const governor = createGovernor({ clock, limits: () => paces.normal });
    const underWay = () => governor.snapshot()[0]?.underWay;
    for (const restMs of [0, 10 * 60_000]) {
      await clock.run(clock.sleep(restMs));
      const waiting = Array.from({ length: 3 }, () => governor.acquire(host, 'asset', unheard));
      const release = await waiting[0]!;
      await clock.run(clock.sleep(1_000));
      expect(underWay()).toBe(1);
      release('good');
      const others = await clock.run(Promise.all(waiting.slice(1)));
      expect(underWay()).toBe(2);
      for (const each of others) each('good');
    }
  });

  it('lets words go before pictures, and still never starves a picture', async () => {
    const clock = aFakeClock();
    const governor = createGovernor({ clock, limits: () => ({ atOnce: 1 }) });
    const order: Lane[] = [];
    const one = async (lane: Lane) => {
      const release = await governor.acquire(host, lane, unheard);
      order.push(lane);
      await clock.sleep(10);
      release('good');
    };
    const pictures = Array.from({ length: 10 }, () => one('asset'));
    const words = Array.from({ length: 30 }, () => one('detail'));
    await clock.run(Promise.all([...pictures, ...words]));
    const firstTwenty = order.slice(1, 21);
    expect(firstTwenty.filter((lane) => lane === 'detail').length).toBeGreaterThan(firstTwenty.length / 2);
    expect(firstTwenty).toContain('asset');
  });

  it('slows down for an overloaded server and comes back', async () => {
    const clock = aFakeClock();
    const governor = createGovernor({ clock, limits: () => ({ atOnce: 16 }) });
    const one = async (outcome: 'good' | 'overloaded') => {
      const release = await governor.acquire(host, 'asset', unheard);
      await clock.sleep(20);
      release(outcome);
    };
    expect(governor.snapshot()).toEqual([]);
    await clock.run(Promise.all(Array.from({ length: 16 }, () => one('overloaded'))));
    expect(governor.snapshot()[0]?.atOnce).toBe(8);
    await clock.run(Promise.all(Array.from({ length: 400 }, () => one('good'))));
    expect(governor.snapshot()[0]?.atOnce).toBe(16);
  });

  it('refuses waits that are too long to sleep, and names their end', async () => {
    const clock = aFakeClock();
    const governor = createGovernor({ clock, limits: () => ({ atOnce: 4 }) });
    governor.hold(host, 60_000);
    await expect(governor.acquire(host, 'list', unheard)).rejects.toEqual(
      new LongWaitError(clock.now() + 60_000),
    );
    await expect(governor.acquire('img.letters.example', 'asset', unheard)).resolves.toBeTypeOf('function');
  });

  it.each([-86_400_000, 86_400_000])(
    'waits as long as it was asked to, though the clock is set by %i ms',
    async (ms) => {
      const clock = aFakeClock();
      const governor = createGovernor({ clock, limits: () => ({ atOnce: 4, perSecond: 1 }) });
      (await governor.acquire(host, 'list', unheard))('good');
      governor.hold(host, 5_000);
      clock.shift(ms);
      const heldAt = clock.elapsed();
      await clock.run(governor.acquire(host, 'list', unheard));
      expect(clock.elapsed() - heldAt).toBe(5_000);
    },
  );

  it.each([-86_400_000, 86_400_000])('keeps the pace, though the clock is set by %i ms', async (ms) => {
    const clock = aFakeClock();
    const governor = createGovernor({ clock, limits: () => ({ atOnce: 4, perSecond: 1 }) });
    (await governor.acquire(host, 'list', unheard))('good');
    clock.shift(ms);
    await clock.run(governor.acquire(host, 'list', unheard));
    // A second, and the tenth by which requests may come closer on their way.
    expect(clock.elapsed()).toBe(1_100);
  });

  it('forgets who was aborted while waiting', async () => {
    const clock = aFakeClock();
    const governor = createGovernor({ clock, limits: () => ({ atOnce: 1 }) });
    const release = await governor.acquire(host, 'list', unheard);
    const abort = new AbortController();
    const waiting = governor.acquire(host, 'list', abort.signal);
    abort.abort(new Error('Cancelled.'));
    await expect(waiting).rejects.toThrow('Cancelled.');
    expect(governor.snapshot()[0]).toMatchObject({ underWay: 1, waiting: 0 });
    release('good');
  });
});
