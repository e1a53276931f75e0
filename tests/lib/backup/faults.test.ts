import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { longestWaitMs } from '../../../lib/backup/retry-timing.ts';
import { runBackup } from '../../../lib/backup/run-backup.ts';
import { LongWaitError, MailArkError } from '../../../lib/errors.ts';
import { aFakeClock, seeded } from '../../support/fake-clock.ts';
import { amountOf, seed } from '../../support/fault-numbers.ts';
import { aMemoryStore } from '../../support/memory-store.ts';
import {
  aScriptedService,
  aSession,
  lettersSource,
  someMails,
  type Fault,
  type SeenRequest,
} from '../../support/scripted-service.ts';
import { countTried } from '../../support/tried.ts';

const owner = { service: 'letters', account: 'a1' };
const run = { isFull: false, startedAt: '2026-01-01T00:00:00.000Z' };
const limits = { atOnce: 8, perSecond: 40 };

type FaultKind =
  'busy' | 'wait' | 'long wait' | 'down' | 'lost' | 'late' | 'cut' | 'error page' | 'sign-in page' | 'empty';

const sign = { headers: {} };
const wrongs: Record<FaultKind, () => ReturnType<Fault>> = {
  busy: () => ({ status: 429, ...sign }),
  wait: () => ({ status: 503, headers: { 'retry-after': '3' } }),
  'long wait': () => ({ status: 429, headers: { 'retry-after': '90' } }),
  down: () => ({ status: 502, ...sign }),
  lost: () => new MailArkError('network-failed', 'lost'),
  late: () => new MailArkError('timed-out', 'late'),
  cut: () => ({ headers: { 'content-length': '123456' } }),
  'error page': () => ({ status: 200, body: '<p>An error has occurred</p>', headers: {} }),
  'sign-in page': () => ({ status: 200, body: '<form>Please sign in</form>', headers: {} }),
  empty: () => ({ status: 200, body: '', headers: {} }),
};

/** A burst: from one request on, so many requests are met by the same fault. */
const burst = fc.record({
  from: fc.nat(260),
  length: fc.integer({ min: 1, max: 12 }),
  kind: fc.constantFrom(...(Object.keys(wrongs) as FaultKind[])),
});

const day = 86_400_000;
/** The clock is set, or the computer sleeps for hours, in the middle. */
const jump = fc
  .record({
    atMs: fc.nat(6_000),
    kind: fc.constantFrom('shift' as const, 'oversleep' as const),
    ms: fc.constantFrom(-day, day, 5 * 3_600_000),
  })
  .map(({ kind, ms, ...at }) => ({ ...at, kind, ms: kind === 'oversleep' ? Math.abs(ms) : ms }));

function mostPerSecond(seen: readonly SeenRequest[], host: string): number {
  const times = seen.filter(({ url }) => new URL(url).host === host).map(({ elapsed }) => elapsed);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

describe('a backup under faults', () => {
  it('ends with everything that never failed for good, keeping every limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { maxLength: 5 }),
        fc.integer({ min: 0, max: 70 }),
        fc.array(jump, { maxLength: 2 }),
        fc.nat(),
        async (bursts, mails, jumps, from) => {
          const random = seeded(from);
          const clock = aFakeClock({ random });
          for (const { atMs, kind, ms } of jumps)
            void clock.sleep(atMs).then(() => {
              countTried('clock set or computer asleep (simulated)');
              clock[kind](ms);
            });
          const store = aMemoryStore();
          const service = aScriptedService({
            clock,
            mails,
            latencyMs: () => 5 + random() * 60,
            fault(request) {
              const number = service.seen.length;
              const hit = bursts.find(({ from, length }) => number >= from && number < from + length);
              // A bad answer is retried three times, so what fails twice at most must come in the end.
              if (!hit || request.earlier >= 2) return undefined;
              countTried('answers spoilt, lost or refused (simulated)');
              return wrongs[hit.kind]();
            },
            renew: (rejected) => Promise.resolve(rejected),
          });
          for (let rounds = 0; ; rounds++) {
            expect(rounds).toBeLessThan(80);
            // A new engine each time, as after a rest that was left to an alarm.
            const fetcher = createFetcher({
              transport: service.transport,
              governor: createGovernor({ clock, limits: () => limits }),
              sessions: service.sessions,
              source: lettersSource,
              clock,
            });
            const signal = new AbortController().signal;
            const backup = runBackup({
              run,
              source: lettersSource,
              session: aSession,
              fetcher,
              store,
              clock,
              signal,
            });
            try {
              await clock.run(backup);
              break;
            } catch (error) {
              if (error instanceof LongWaitError)
                await clock.run(clock.sleep(Math.min(longestWaitMs, error.untilMs - clock.now())));
              else if (error instanceof MailArkError) await clock.run(clock.sleep(30_000));
              else throw error;
            }
          }
          const content = store.content(owner);
          expect(content.problems).toEqual([]);
          expect(content.mails.map(({ id }) => id)).toEqual(someMails(mails).reverse());
          expect(content.assets.every(({ state }) => state === 'saved')).toBe(true);
          expect(service.mostAtOnce).toBeLessThanOrEqual(3 * limits.atOnce);
          for (const host of ['api.letters.example', 'www.letters.example', 'img.letters.example'])
            expect(mostPerSecond(service.seen, host)).toBeLessThanOrEqual(limits.perSecond);
        },
      ),
      { numRuns: amountOf('simulatedFaults'), seed },
    );
  });

  it('sends nothing before the time the server named', async () => {
    const clock = aFakeClock();
    const store = aMemoryStore();
    let heldUntil = 0;
    let isTold = false;
    const early: SeenRequest[] = [];
    const service = aScriptedService({
      clock,
      mails: 60,
      fault(request) {
        if (request.kind !== 'asset') return undefined;
        if (isTold && request.startedAt > heldUntil - 8_000 + 50 && request.startedAt < heldUntil)
          early.push(request);
        if (isTold || service.count('asset') < 20) return undefined;
        isTold = true;
        heldUntil = clock.now() + 8_000;
        return { status: 429, headers: { 'retry-after': '8' } };
      },
    });
    const fetcher = createFetcher({
      transport: service.transport,
      governor: createGovernor({ clock, limits: () => limits }),
      sessions: service.sessions,
      source: lettersSource,
      clock,
    });
    const signal = new AbortController().signal;
    await clock.run(
      runBackup({ run, source: lettersSource, session: aSession, fetcher, store, clock, signal }),
    );
    expect(isTold).toBe(true);
    expect(early).toEqual([]);
    expect(store.content(owner).mails).toHaveLength(60);
  });
});
