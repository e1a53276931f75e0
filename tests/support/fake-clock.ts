import type { Clock } from '../../lib/backup/ports.ts';
import { createTimerHeap, type Timer } from './timer-heap.ts';

/** A clock that advances only when no other work is pending. */
export interface FakeClock extends Clock {
  /** Advances the clock until the promise settles, skipping all waits; then resolves or rejects as the promise did. */
  run<T>(promise: Promise<T>): Promise<T>;
  /** Like `run`, until `isOver` returns true. */
  runUntil(isOver: () => boolean): Promise<void>;
  /** Sets the clock: `now` jumps, while timers and `elapsed` go on as before. A computer whose timers stand still while it sleeps does the same. */
  shift(ms: number): void;
  /** The computer sleeps while its timers run out: all that were due meanwhile are late, and fire at once. */
  oversleep(ms: number): void;
}

/** Turns of the real event loop without any event before the simulation counts as stuck. */
const patience = 5_000;
/**
 * The number of turns that follow each other at once; later ones leave a millisecond to work in another thread, such as
 * hashing.
 */
const quickTurns = 1_000;

/** Creates a clock that shows `startsAt`, in milliseconds since 1970, and whose chance is `random`. */
export function aFakeClock({
  startsAt = Date.parse('2026-01-01T00:00:00.000Z'),
  random = seeded(1),
}: { startsAt?: number; random?: () => number } = {}): FakeClock {
  let elapsed = 0;
  let setTo = startsAt;
  const timers = createTimerHeap();

  async function runUntil(isOver: () => boolean): Promise<void> {
    let idleTurns = 0;
    for (;;) {
      await new Promise((resolve) => {
        if (idleTurns < quickTurns) setImmediate(resolve);
        else setTimeout(resolve, 1);
      });
      if (isOver()) return;
      const timer = timers.take();
      if (timer) {
        idleTurns = 0;
        elapsed = Math.max(elapsed, timer.at);
        timer.fire();
      } else if (++idleTurns > patience) throw new Error('All work waits for an event that never comes.');
    }
  }

  return {
    now: () => setTo + elapsed,
    elapsed: () => elapsed,
    random,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const onAbort = () => {
          timer.isCancelled = true;
          reject(signal?.reason as Error);
        };
        const timer: Timer = {
          at: elapsed + Math.max(0, ms),
          isCancelled: false,
          fire() {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        timers.add(timer);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    runUntil,
    async run(promise) {
      let isSettled = false;
      const settle = () => void (isSettled = true);
      promise.then(settle, settle);
      await runUntil(() => isSettled);
      return promise;
    },
    shift: (ms) => void (setTo += ms),
    oversleep: (ms) => void (elapsed += ms),
  };
}

/** Random numbers that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
