import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces, type PaceLimits } from '../../../lib/backup/pace.ts';
import type { Lane } from '../../../lib/sources/source.ts';
import { aFakeClock, seeded } from '../../support/fake-clock.ts';
import { amountOf, seed } from '../../support/fault-numbers.ts';
import {
  hostNames,
  mostAboveCeiling,
  simulate,
  type Event,
  type Failure,
  type RetryAfter,
  type Simulation,
  type Spell,
} from '../../support/host-simulation.ts';
import { countTried } from '../../support/tried.ts';

const runs = { numRuns: amountOf('hosts'), seed };

const limits: fc.Arbitrary<PaceLimits> = fc.oneof(
  fc.constantFrom(paces.gentle, paces.normal, paces.fast),
  fc.record({ atOnce: fc.integer({ min: 1, max: 20 }), perSecond: fc.integer({ min: 1, max: 30 }) }),
);
const lanes: Lane[] = ['session', 'list', 'detail', 'asset'];
const retryAfter: fc.Arbitrary<RetryAfter> = fc.oneof(
  fc.record({ form: fc.constant('seconds' as const), seconds: fc.integer({ min: -60, max: 30 }) }),
  fc.record({ form: fc.constant('seconds' as const), seconds: fc.constantFrom(0, 90, 4_000, 1e12) }),
  fc.record({
    form: fc.constant('date' as const),
    seconds: fc.constantFrom(-3_600, 0, 1, 7, 30, 86_400),
    isServersClockWrong: fc.boolean(),
  }),
  fc.constant({ form: 'absent' as const }),
  fc.record({
    form: fc.constant('absurd' as const),
    text: fc.constantFrom('', 'soon', '1e9', 'NaN', '-', '12 s'),
  }),
);
const failure: fc.Arbitrary<Failure> = fc.oneof(
  fc.record({ kind: fc.constant('busy' as const), retryAfter }),
  fc.constantFrom({ kind: 'storm' as const }, { kind: 'lost' as const }, { kind: 'hang' as const }),
);
const spell: fc.Arbitrary<Spell> = fc.record({
  host: fc.nat(2),
  fromMs: fc.nat(8_000),
  lastsMs: fc.integer({ min: 1, max: 20_000 }),
  failure,
  every: fc.constantFrom(1, 1, 2, 5),
});
const day = 86_400_000;
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    atMs: fc.nat(10_000),
    kind: fc.constant('clock set' as const),
    ms: fc.constantFrom(-day, -3_000, 3_000, day),
  }),
  fc.record({
    atMs: fc.nat(10_000),
    kind: fc.constant('overslept' as const),
    ms: fc.constantFrom(1_500, 8 * 3_600_000),
  }),
  fc.record({ atMs: fc.nat(10_000), kind: fc.constant('pace' as const), limits }),
);
const simulation: fc.Arbitrary<Simulation> = fc.record({
  limits,
  requests: fc.array(
    fc.record(
      { host: fc.nat(2), lane: fc.constantFrom(...lanes), cancelAtMs: fc.nat(20_000) },
      { requiredKeys: ['host', 'lane'] },
    ),
    { minLength: 1, maxLength: 120, size: 'max' },
  ),
  latencyMs: fc.record({ least: fc.nat(50), most: fc.integer({ min: 50, max: 3_000 }) }),
  spells: fc.array(spell, { maxLength: 4 }),
  events: fc.array(event, { maxLength: 4 }),
  random: fc.nat().map((from) => seeded(from)),
});

describe('the governor over a simulated time', { timeout: 600_000 }, () => {
  it('keeps every promise to every server, whatever the server and the clock do', async () => {
    const tried = { runs: 0, requests: 0, asks: 0, longAsks: 0 };
    await fc.assert(
      fc.asyncProperty(simulation, async (given) => {
        const { governor, hosts, ends } = await simulate(given);
        for (const { seen, waits, turns } of hosts) {
          expect(mostAboveCeiling(seen)).toBe(0);
          for (const {
            underWay,
            limits: { atOnce },
          } of seen)
            expect(underWay).toBeLessThanOrEqual(atOnce);
          for (const { at, until } of waits)
            expect(seen.filter((request) => request.at > at && request.at < until)).toEqual([]);
          for (const { waitedFor, most } of turns) expect(waitedFor).toBeLessThanOrEqual(most);
          tried.requests += seen.length;
          tried.asks += waits.length;
          tried.longAsks += waits.filter(({ at, until }) => until - at > 20_000).length;
        }
        expect(ends).toHaveLength(given.requests.length);
        for (const { underWay, waiting } of governor.snapshot()) expect([underWay, waiting]).toEqual([0, 0]);
        tried.runs += 1;
        countTried(
          'clock set or computer asleep (simulated)',
          given.events.filter(({ kind }) => kind !== 'pace').length,
        );
      }),
      runs,
    );
    countTried('waits asked for by a server (simulated)', tried.asks);
    // The property is worth nothing where nothing happened.
    expect(tried.requests).toBeGreaterThan(20 * tried.runs);
    expect(tried.asks).toBeGreaterThan(tried.runs / 2);
    expect(tried.longAsks).toBeGreaterThan(tried.runs / 20);
  });

  it('never lets one host wait for another', async () => {
    await fc.assert(
      fc.asyncProperty(simulation, fc.nat(2), async (given, host) => {
        const requests = given.requests.map(({ host: asked, lane }) => ({ host: asked, lane }));
        const only = requests.map((request) => (request.host === host ? request : undefined));
        const chance = seeded(1);
        const steady = { ...given, events: [], random: chance, latencyMs: { least: 40, most: 40 } };
        const spells = given.spells.filter((each) => each.host !== host);
        const among = await simulate({ ...steady, requests, spells });
        const alone = await simulate({
          ...steady,
          requests: only.filter((request) => request !== undefined),
          spells: [],
        });
        const times = ({ hosts }: typeof among) => hosts[host]!.seen.map(({ at }) => at);
        expect(times(among)).toEqual(times(alone));
      }),
      { ...runs, numRuns: runs.numRuns / 4 },
    );
  });

  it.each(Object.entries(paces))('comes back to the full %s pace after any fault', async (_name, pace) => {
    const faults = fc.array(fc.record({ atMs: fc.nat(10_000), count: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(faults, fc.integer({ min: 20, max: 300 }), async (overloads, latencyMs) => {
        const disturbed = await saturate(pace, latencyMs, overloads);
        expect(disturbed.slowest).toBeLessThan(pace.atOnce);
        expect(disturbed.snapshot).toMatchObject({ underWay: 0, ...pace });
        const undisturbed = await saturate(pace, latencyMs, []);
        // Requests come in bursts, and how bursts fall into seconds differs.
        expect(disturbed.lastTenSeconds).toBeGreaterThan(0.75 * undisturbed.lastTenSeconds);
      }),
      { numRuns: amountOf('disturbedHosts'), seed },
    );
  });
});

/** Asks a host for more than a pace allows, until a minute after the last time that it was too much for the host. */
async function saturate(pace: PaceLimits, latencyMs: number, overloads: { atMs: number; count: number }[]) {
  const clock = aFakeClock();
  const governor = createGovernor({ clock, limits: () => pace });
  const host = hostNames[0]!;
  const left = overloads.map((overload) => ({ ...overload }));
  let endMs = 60_000;
  const starts: number[] = [];
  let slowest = Infinity;
  const ask = async () => {
    while (clock.elapsed() < endMs) {
      const release = await governor.acquire(host, 'asset', new AbortController().signal);
      starts.push(clock.elapsed());
      await clock.sleep(latencyMs);
      const overload = left.find(({ atMs, count }) => count > 0 && clock.elapsed() >= atMs);
      if (overload) {
        overload.count -= 1;
        endMs = Math.ceil(clock.elapsed()) + 60_000;
      }
      release(overload ? 'overloaded' : 'good');
      slowest = Math.min(slowest, governor.snapshot()[0]!.atOnce);
    }
  };
  await clock.run(Promise.all(Array.from({ length: pace.atOnce + 4 }, ask)));
  return {
    slowest,
    snapshot: governor.snapshot()[0],
    lastTenSeconds: starts.filter((at) => at >= endMs - 10_000 && at < endMs).length,
  };
}
