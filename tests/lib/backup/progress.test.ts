import { describe, expect, it } from 'vitest';
import { createEstimate } from '../../../lib/backup/progress.ts';
import type { Counts } from '../../../lib/backup/ports.ts';

const someCounts = (change: Partial<Counts>): Counts => ({
  mailsListed: 0,
  mailsSaved: 0,
  mailsFailed: 0,
  assetsWanted: 0,
  assetsSaved: 0,
  assetsFailed: 0,
  sizeBytes: 0,
  ...change,
});
const known = { total: 1000, isFinishing: false };

/** Feeds an even backup of ten mails a second, without pictures, and answers what was told. */
function aSteadyBackup(wobble: (second: number) => number = () => 0) {
  const estimate = createEstimate(0, { requests: 0, sizeBytes: 0 });
  return Array.from({ length: 90 }, (_, second) => {
    const mailsSaved = 10 * second + wobble(second);
    const traffic = { requests: mailsSaved, sizeBytes: 1000 * mailsSaved };
    return estimate(1000 * second, someCounts({ mailsListed: 1000, mailsSaved }), traffic, known);
  });
}

describe('progress', () => {
  it('foretells nothing until it means something', () => {
    expect(
      aSteadyBackup()
        .slice(0, 3)
        .map(({ msLeft }) => msLeft),
    ).toEqual([undefined, undefined, undefined]);
  });

  it('foretells the end of an even backup', () => {
    const told = aSteadyBackup();
    for (const second of [20, 50, 80]) {
      const left = told[second]?.msLeft ?? 0;
      expect(Math.abs(left - (100_000 - 1000 * second))).toBeLessThan(5_000);
    }
    expect(told[80]).toMatchObject({ stage: 'mails', isTotalKnown: true });
    expect(told[80]?.requestsPerSecond).toBeCloseTo(10, 3);
    expect(told[80]?.bytesPerSecond).toBeCloseTo(10_000, 0);
  });

  it('does not jump when the pace wobbles', () => {
    const told = aSteadyBackup((second) => (second % 2) * 8);
    for (let second = 10; second < 90; second++) {
      const step = (told[second - 1]?.msLeft ?? 0) - (told[second]?.msLeft ?? 0);
      expect(Math.abs(step - 1000)).toBeLessThan(9_000);
    }
  });

  it('names the stage', () => {
    const estimate = createEstimate(0, { requests: 0, sizeBytes: 0 });
    const stage = (counts: Partial<Counts>, news: { total: number | undefined; isFinishing: boolean }) =>
      estimate(1, someCounts(counts), { requests: 0, sizeBytes: 0 }, news).stage;
    expect(stage({ mailsListed: 20 }, { total: undefined, isFinishing: false })).toBe('listing');
    expect(stage({ mailsListed: 20, mailsSaved: 3 }, { total: 40, isFinishing: false })).toBe('mails');
    expect(stage({ mailsListed: 2, mailsSaved: 2, assetsWanted: 1 }, { total: 2, isFinishing: false })).toBe(
      'pictures',
    );
    expect(stage({ mailsListed: 2, mailsSaved: 2 }, { total: 2, isFinishing: true })).toBe('finishing');
  });

  it('smooths how many requests are under way', () => {
    const estimate = createEstimate(0, { requests: 0, sizeBytes: 0 });
    const told = Array.from({ length: 60 }, (_, tick) => {
      const pace = { underWay: tick % 2 === 0 ? 4 : 12, atOnce: 16, isSlowed: false };
      return estimate(300 * (tick + 1), someCounts({}), { requests: tick, sizeBytes: 0, pace }, known);
    });
    const late = told.slice(30).map(({ pace }) => pace?.underWay ?? 0);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(7);
    expect(Math.max(...late)).toBeLessThanOrEqual(9);
    expect(told.at(-1)?.pace).toMatchObject({ atOnce: 16, isSlowed: false });
  });

  it('tells until when the server wishes to rest', () => {
    const estimate = createEstimate(0, { requests: 0, sizeBytes: 0 });
    const traffic = { requests: 1, sizeBytes: 1, restingUntil: Date.parse('2026-01-01T00:00:05Z') };
    expect(estimate(1, someCounts({}), traffic, known).restingUntil).toBe('2026-01-01T00:00:05.000Z');
  });
});
