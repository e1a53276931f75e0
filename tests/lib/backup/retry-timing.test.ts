import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, longestWaitMs, parseRetryAfter } from '../../../lib/backup/retry-timing.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');

describe('Retry-After', () => {
  it.each([
    ['2', 2_000],
    ['0', 0],
    ['1.5', 1_500],
    ['-5', 0],
    [' 7 ', 7_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['99999999999', longestWaitMs],
    ['Fri, 01 Jan 2100 00:00:00 GMT', longestWaitMs],
  ])('%j means %i ms', (header, waitMs) => {
    expect(parseRetryAfter(header, now)).toBe(waitMs);
  });

  it.each([undefined, '', 'soon', '12 parsecs', '1e400', 'NaN', '2026'.repeat(200)])(
    '%j is sane',
    (header) => {
      const waitMs = parseRetryAfter(header, now);
      expect(waitMs === undefined || (waitMs >= 0 && waitMs <= longestWaitMs)).toBe(true);
    },
  );

  it.each([
    ['a day ahead', '2025-12-31T00:00:00Z'],
    ['a day behind', '2026-01-02T00:00:00Z'],
    ['right', '2026-01-01T00:00:00Z'],
  ])('counts a date from the server’s own clock, this one being %s', (_what, serverNow) => {
    const at = (ms: number) => new Date(Date.parse(serverNow) + ms).toUTCString();
    expect(parseRetryAfter(at(90_000), now, at(0))).toBe(90_000);
  });

  it('counts a date from this clock when the server does not send its own', () => {
    for (const date of [undefined, '', 'yesterday', '2026'])
      expect(parseRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now, date)).toBe(30_000);
  });

  it('never asks for a senseless wait, whatever the header', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (header, date) => {
        const waitMs = parseRetryAfter(header, now, date);
        if (waitMs !== undefined) {
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(longestWaitMs);
        }
      }),
    );
  });
});

describe('backoff', () => {
  it('doubles its room and stays under 16 seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 30].map((failures) => backoffMs(failures, 0.999999))).toEqual([
      499, 999, 1999, 3999, 7999, 15999, 15999, 15999,
    ]);
  });

  it('spreads from nothing on', () => {
    expect(backoffMs(6, 0)).toBe(0);
  });
});
