import { describe, expect, it } from 'vitest';
import {
  adapt,
  allowedAtOnce,
  allowedPerSecond,
  fullPace,
  type HostPace,
  type RequestEnd,
} from '../../../lib/backup/adapt-pace.ts';

const now = 50_000;
const normal = { atOnce: 16, perSecond: 60 };
const fast = { atOnce: 64 };

/** A host that was slowed to 4 at once and 20 a second, 10 seconds ago. */
const slowed: HostPace = { atOnce: 4, perSecond: 20, perSecondBefore: 40, slowedAt: now - 10_000 };

const end = (change: Partial<RequestEnd>): RequestEnd => ({
  outcome: 'good',
  startedAt: now - 20,
  now,
  startsInSecond: 40,
  limits: normal,
  ...change,
});

describe('the rules for the pace of a host', () => {
  it.each<[string, HostPace, Partial<RequestEnd>, HostPace]>([
    // Nothing is learnt.
    ['a neutral answer', slowed, { outcome: 'neutral' }, slowed],
    ['a good answer to a request older than the slowing', slowed, { startedAt: now - 10_001 }, slowed],
    [
      'an overloaded answer to a request older than the slowing',
      slowed,
      { outcome: 'overloaded', startedAt: now - 10_001 },
      slowed,
    ],
    ['a good answer at full pace', fullPace, {}, fullPace],

    // Small steps up.
    [
      'a good answer after a slowing',
      slowed,
      {},
      { ...slowed, atOnce: 4.25, perSecond: 20.3 }, // 10 % of 60 a second, over 20 answers
    ],
    [
      'a good answer where the pace has no rate',
      slowed,
      { limits: fast },
      { ...slowed, atOnce: 4.25, perSecond: 20.4 }, // 10 % of twice the 40 it was slowed from
    ],
    [
      'a good answer near the ceiling',
      { ...slowed, perSecond: 59.99 },
      {},
      { ...slowed, atOnce: 4.25, perSecond: Infinity },
    ],

    [
      'a good answer to the first request after the slowing',
      slowed,
      { startedAt: now - 10_000 },
      { ...slowed, atOnce: 4.25, perSecond: 20.3 },
    ],

    // Half.
    [
      'an overloaded answer at full pace',
      fullPace,
      { outcome: 'overloaded' },
      { atOnce: 8, perSecond: 20, perSecondBefore: 40, slowedAt: now + 1 },
    ],
    [
      'an overloaded answer at full pace that has no rate',
      fullPace,
      { outcome: 'overloaded', startsInSecond: 300, limits: fast },
      { atOnce: 32, perSecond: 150, perSecondBefore: 300, slowedAt: now + 1 },
    ],
    [
      'an overloaded answer to a request that was alone',
      fullPace,
      { outcome: 'overloaded', startsInSecond: 1 },
      { atOnce: 8, perSecond: 1, perSecondBefore: 2, slowedAt: now + 1 },
    ],
    [
      'another overloaded answer',
      slowed,
      { outcome: 'overloaded', startsInSecond: 20 },
      { atOnce: 2, perSecond: 10, perSecondBefore: 40, slowedAt: now + 1 },
    ],
    [
      'an overloaded answer at the slowest',
      { ...slowed, atOnce: 1, perSecond: 1 },
      { outcome: 'overloaded', startsInSecond: 1 },
      { atOnce: 1, perSecond: 1, perSecondBefore: 40, slowedAt: now + 1 },
    ],
    [
      'an overloaded answer when more had started than the pace allows by now',
      slowed,
      { outcome: 'overloaded', startsInSecond: 39 },
      { atOnce: 2, perSecond: 10, perSecondBefore: 40, slowedAt: now + 1 },
    ],
    [
      'an overloaded answer to one of five requests',
      { ...slowed, atOnce: 5.9 },
      { outcome: 'overloaded', startsInSecond: 20 },
      { atOnce: 2.5, perSecond: 10, perSecondBefore: 40, slowedAt: now + 1 },
    ],
  ])('after %s', (_what, pace, change, after) => {
    expect(adapt(pace, end(change))).toEqual(after);
  });
});

describe('what the pace of a host allows', () => {
  it.each<[number, number]>([
    [Infinity, 16],
    [16.5, 16],
    [5.9, 5],
    [1, 1],
    [0.5, 1],
  ])('%d at once is %i requests under a ceiling of 16', (atOnce, allowed) => {
    expect(allowedAtOnce({ atOnce }, normal)).toBe(allowed);
  });

  it.each<[number, number]>([
    [Infinity, 60],
    [60.5, 60],
    [20.3, 20],
    [0.5, 1],
  ])('%d a second are %i requests under a ceiling of 60', (perSecond, allowed) => {
    expect(allowedPerSecond({ perSecond }, normal)).toBe(allowed);
  });

  it('has no rate where ceiling and pace have none', () => {
    expect(allowedPerSecond(fullPace, fast)).toBe(Infinity);
    expect(allowedPerSecond({ perSecond: 20.3 }, fast)).toBe(20);
  });
});
