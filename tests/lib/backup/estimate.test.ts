import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEstimate } from '../../../lib/backup/estimate.ts';
import type { Counts, Progress } from '../../../lib/backup/reached.ts';
import { seeded } from '../../support/fake-clock.ts';

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
const noTraffic = { requests: 0, sizeBytes: 0 };
const known = { total: 1000, isFinishing: false };
const tickMs = 300;
const minuteMs = 60_000;

interface Plan {
  mails: number;
  filesPerMail: number;
  /** Items a second; where the host is shared, files get the mails' part once those are in. */
  mailRate: number;
  fileRate: number;
  isShared: boolean;
  /** How far the rate wanders from its mean, 0 to 1. */
  noise: number;
  seed: number;
}

/** Plays a whole backup that saves in batches, and returns what was shown at each moment and when it ended. */
function play(plan: Plan): { shown: (Progress & { at: number })[]; endsAt: number } {
  const { mails, filesPerMail, mailRate, fileRate, isShared, noise, seed } = plan;
  const random = seeded(seed);
  const estimate = createEstimate(0, noTraffic);
  const shown: (Progress & { at: number })[] = [];
  const fetched = { mails: 0, files: 0 };
  let saved = { mails: 0, files: 0 };
  let requests = 0;
  for (let at = tickMs; ; at += tickMs) {
    const pace = (tickMs / 1000) * (1 + noise * (2 * random() - 1));
    const isText = fetched.mails < mails;
    fetched.mails = Math.min(mails, fetched.mails + mailRate * pace);
    const capacity = (fileRate + (isShared && !isText ? mailRate : 0)) * pace;
    fetched.files = Math.min(filesPerMail * Math.floor(fetched.mails), fetched.files + capacity);
    requests = fetched.mails + fetched.files;
    // Writes go out twice a second.
    if ((at / tickMs) % 2 === 0 || fetched.files >= filesPerMail * mails)
      saved = { mails: Math.floor(fetched.mails), files: Math.floor(fetched.files) };
    const mailsSaved = saved.mails;
    const assetsSaved = saved.files;
    const counts = someCounts({
      mailsListed: mails,
      mailsSaved,
      assetsSaved,
      assetsWanted: filesPerMail * mailsSaved - assetsSaved,
      sizeBytes: 100_000 * assetsSaved,
    });
    const traffic = { requests, sizeBytes: 100_000 * requests, isShared };
    shown.push({ at, ...estimate(at, counts, traffic, { total: mails, isFinishing: false }) });
    if (mailsSaved === mails && assetsSaved === filesPerMail * mails) return { shown, endsAt: at };
  }
}

const plans = fc.record({
  mails: fc.integer({ min: 500, max: 8_000 }),
  filesPerMail: fc.integer({ min: 0, max: 3 }),
  mailRate: fc.integer({ min: 5, max: 60 }),
  fileRate: fc.integer({ min: 5, max: 60 }),
  isShared: fc.boolean(),
  noise: fc.double({ min: 0, max: 0.9, noNaN: true }),
  seed: fc.integer(),
});

describe('the time left', () => {
  it('is not shown until it means something', () => {
    const { shown } = play({
      mails: 500,
      filesPerMail: 0,
      mailRate: 10,
      fileRate: 1,
      isShared: false,
      noise: 0,
      seed: 1,
    });
    expect(shown.filter(({ at }) => at < 3_000).every(({ msLeft }) => msLeft === undefined)).toBe(true);
    expect(shown.find(({ msLeft }) => msLeft !== undefined)?.at).toBeLessThan(10_000);
  });

  it('is believable from early on to the end, whichever of words and files takes longer', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { shown, endsAt } = play(plan);
        const settled = shown.filter(
          ({ at, msLeft }) => msLeft !== undefined && at >= 0.15 * endsAt + 20_000,
        );
        for (const { at, msLeft = 0 } of settled)
          expect(Math.abs(at + msLeft - endsAt)).toBeLessThanOrEqual(1.5 * minuteMs + 0.2 * endsAt);
      }),
      { numRuns: 60 },
    );
  });

  it('goes down, and hardly ever up, however noisy the speed is', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { shown, endsAt } = play(plan);
        const words = shown.filter(({ at }) => at >= 0.15 * endsAt + 20_000).map(({ msLeft }) => msLeft);
        const rises = words.filter((msLeft, at) => (msLeft ?? 0) > (words[at - 1] ?? Infinity));
        expect(rises.length).toBeLessThanOrEqual(2 + endsAt / (5 * minuteMs));
      }),
      { numRuns: 60 },
    );
  });

  it('changes by steps that can be followed when the stage changes', () => {
    const { shown } = play({
      mails: 4000,
      filesPerMail: 2,
      mailRate: 40,
      fileRate: 12,
      isShared: true,
      noise: 0.5,
      seed: 7,
    });
    const turn = shown.findIndex(({ stage }) => stage === 'pictures');
    const around = shown.slice(turn - 100, turn + 200).map(({ msLeft }) => msLeft ?? 0);
    expect(turn).toBeGreaterThan(100);
    expect(Math.max(...around) - Math.min(...around)).toBeLessThanOrEqual(3 * minuteMs);
  });

  it('is not shown while nothing comes, and goes on where it stood', () => {
    const estimate = createEstimate(0, noTraffic);
    const show = (second: number, mailsSaved: number) =>
      estimate(1000 * second, someCounts({ mailsListed: 1000, mailsSaved }), noTraffic, known).msLeft;
    let before: number | undefined;
    for (let second = 0; second <= 30; second += 1) before = show(second, 2 * second);
    expect(before).toBe(8 * minuteMs);
    for (let second = 31; second <= 240; second += 1) {
      const left = show(second, 60);
      if (second > 45) expect(left).toBeUndefined();
    }
    expect(show(241, 62)).toBeGreaterThanOrEqual(7 * minuteMs);
    expect(show(242, 64)).toBeLessThanOrEqual(12 * minuteMs);
  });

  it('stands still while the service asks to wait, and over the sleep of the computer', () => {
    const estimate = createEstimate(0, noTraffic);
    const show = (at: number, mailsSaved: number, restingUntil?: number) =>
      estimate(
        at,
        someCounts({ mailsListed: 1000, mailsSaved }),
        { requests: mailsSaved, sizeBytes: 0, ...(restingUntil === undefined ? {} : { restingUntil }) },
        known,
      );
    let before: Progress | undefined;
    for (let second = 0; second <= 30; second += 1) before = show(1000 * second, 2 * second);
    for (let second = 31; second <= 300; second += 1)
      expect(show(1000 * second, 60, 301_000).msLeft).toBe(before?.msLeft);
    expect(before?.msLeft).toBe(8 * minuteMs);
    const hours = 3 * 3_600_000;
    expect(show(300_000 + hours, 60).msLeft).toBe(8 * minuteMs);
  });

  it('is never negative, endless or no number, whatever the counts are', () => {
    const count = fc.integer({ min: 0, max: 20_000 });
    const moment = fc.record({
      elapsed: fc.integer({ min: -86_400_000, max: 86_400_000 }),
      counts: fc.record({
        mailsListed: count,
        mailsSaved: count,
        mailsFailed: count,
        assetsWanted: count,
        assetsSaved: count,
        assetsFailed: count,
        sizeBytes: count,
      }),
      traffic: fc.record({ requests: count, sizeBytes: count }),
      news: fc.record({ total: fc.option(count, { nil: undefined }), isFinishing: fc.boolean() }),
    });
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 60 }), (moments) => {
        const estimate = createEstimate(0, noTraffic);
        let now = 0;
        let share = 0;
        let stage = 0;
        for (const { elapsed, counts, traffic, news } of moments) {
          now += elapsed;
          const shown = estimate(now, counts, traffic, news);
          const numbers = [
            shown.msLeft ?? 0,
            shown.requestsPerSecond,
            shown.bytesPerSecond,
            shown.sizeExpectedBytes ?? 0,
          ];
          expect(numbers.filter((number) => !Number.isFinite(number) || number < 0)).toEqual([]);
          expect(shown.share ?? share).toBeGreaterThanOrEqual(share);
          expect(shown.share ?? 0).toBeLessThanOrEqual(1);
          share = shown.share ?? share;
          const reached = ['listing', 'mails', 'pictures', 'finishing'].indexOf(shown.stage);
          expect(reached).toBeGreaterThanOrEqual(stage);
          stage = reached;
        }
      }),
    );
  });
});

describe('a progress', () => {
  it('names the stage, and never goes back to an earlier one', () => {
    const estimate = createEstimate(0, noTraffic);
    const stage = (counts: Partial<Counts>, total: number | undefined, isFinishing = false) =>
      estimate(1, someCounts(counts), noTraffic, { total, isFinishing }).stage;
    expect(stage({ mailsListed: 20 }, undefined)).toBe('listing');
    expect(stage({ mailsListed: 20, mailsSaved: 3 }, 40)).toBe('mails');
    expect(stage({ mailsListed: 40, mailsSaved: 40, assetsWanted: 1 }, 40)).toBe('pictures');
    expect(stage({ mailsListed: 41, mailsSaved: 40, assetsWanted: 1 }, 41)).toBe('pictures');
    expect(stage({ mailsListed: 41, mailsSaved: 41 }, 41, true)).toBe('finishing');
  });

  it('has a share that rises evenly over words and files, and is whole at the end', () => {
    const { shown } = play({
      mails: 2000,
      filesPerMail: 2,
      mailRate: 40,
      fileRate: 40,
      isShared: false,
      noise: 0.3,
      seed: 3,
    });
    const shares = shown.map(({ share }) => share ?? 0);
    expect(shares.at(-1)).toBe(1);
    expect(shares[Math.floor(shares.length / 2)]).toBeGreaterThan(0.35);
    expect(shares[Math.floor(shares.length / 2)]).toBeLessThan(0.75);
  });

  it('foretells how large everything will be', () => {
    const { shown } = play({
      mails: 2000,
      filesPerMail: 2,
      mailRate: 40,
      fileRate: 40,
      isShared: false,
      noise: 0.3,
      seed: 3,
    });
    expect(shown[0]).not.toHaveProperty('sizeExpectedBytes');
    const early = shown.find(({ sizeExpectedBytes }) => sizeExpectedBytes !== undefined);
    expect(early?.at).toBeLessThan(10_000);
    expect(early?.sizeExpectedBytes).toBe(400_000_000);
  });

  it('smooths speeds and how many requests are under way', () => {
    const estimate = createEstimate(0, noTraffic);
    const shown = Array.from({ length: 60 }, (_, tick) => {
      const pace = { underWay: tick % 2 === 0 ? 4 : 12, atOnce: 16, isSlowed: false };
      const requests = 6 * Math.floor(tick / 2);
      return estimate(
        tickMs * (tick + 1),
        someCounts({}),
        { requests, sizeBytes: 1000 * requests, pace },
        known,
      );
    }).slice(30);
    for (const { pace, requestsPerSecond, bytesPerSecond } of shown) {
      expect(Math.abs((pace?.underWay ?? 0) - 8)).toBeLessThanOrEqual(1);
      expect(Math.abs(requestsPerSecond - 10)).toBeLessThan(1.5);
      expect(Math.abs(bytesPerSecond - 10_000)).toBeLessThan(1_500);
    }
    expect(shown.at(-1)?.pace).toMatchObject({ atOnce: 16, isSlowed: false });
  });

  it('names until when the server asks to wait', () => {
    const estimate = createEstimate(0, noTraffic);
    const traffic = { requests: 1, sizeBytes: 1, restingUntil: Date.parse('2026-01-01T00:00:05Z') };
    expect(estimate(1, someCounts({}), traffic, known).restingUntil).toBe('2026-01-01T00:00:05.000Z');
  });
});

describe('what a backup waits for', () => {
  const playSilence = (waitsFor: Progress['waitsFor'], change: Partial<Counts> = {}) => {
    const estimate = createEstimate(0, noTraffic);
    const busy = { requests: 10, sizeBytes: 50_000, ...(waitsFor ? { waitsFor } : {}) };
    estimate(500, someCounts({}), busy, known);
    const show = (at: number, more: Partial<Counts> = {}) => estimate(at, someCounts(more), busy, known);
    return [show(3_000), show(3_500), show(4_000, change)].map((shown) => shown.waitsFor);
  };

  it('is said when nothing has come for three seconds', () => {
    expect(playSilence('answer')).toEqual([undefined, 'answer', 'answer']);
    expect(playSilence('sign-in')).toEqual([undefined, 'sign-in', 'sign-in']);
  });

  it('is not said while nothing is asked for', () => {
    expect(playSilence(undefined)).toEqual([undefined, undefined, undefined]);
  });

  it('is forgotten with the next thing that is saved', () => {
    expect(playSilence('answer', { mailsSaved: 1 })).toEqual([undefined, 'answer', undefined]);
  });

  it('is forgotten with the next bytes', () => {
    const estimate = createEstimate(0, noTraffic);
    estimate(5_000, someCounts({}), { requests: 1, sizeBytes: 0, waitsFor: 'answer' }, known);
    const shown = estimate(5_500, someCounts({}), { requests: 1, sizeBytes: 1, waitsFor: 'answer' }, known);
    expect(shown).not.toHaveProperty('waitsFor');
  });
});
