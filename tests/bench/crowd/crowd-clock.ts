import type { Clock } from '../../../lib/backup/ports.ts';
import { createTimerHeap, type Timer } from '../../support/timer-heap.ts';

/** Made-up time for very many sleepers. */
export interface CrowdClock extends Clock {
  /** Lets everything happen until nobody sleeps any more, or until the time is over. */
  runUntil(elapsedMs: number): Promise<void>;
}

/** Sleeps end at a multiple of this, so that many end together. */
const stepMs = 5;

export function aCrowdClock(random: () => number): CrowdClock {
  const timers = createTimerHeap();
  let elapsed = 0;
  return {
    now: () => elapsed,
    elapsed: () => elapsed,
    random,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer: Timer = {
          at: Math.ceil((elapsed + Math.max(0, ms)) / stepMs) * stepMs,
          isCancelled: false,
          fire: resolve,
        };
        timers.add(timer);
        signal?.addEventListener(
          'abort',
          () => {
            timer.isCancelled = true;
            reject(signal.reason as Error);
          },
          { once: true },
        );
      }),
    async runUntil(endMs) {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        let timer = timers.take();
        if (!timer || timer.at > endMs) return;
        for (elapsed = timer.at; timer && timer.at === elapsed; timer = timers.take()) timer.fire();
        if (timer) timers.add(timer);
      }
    },
  };
}
