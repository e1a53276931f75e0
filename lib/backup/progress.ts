import type { AccountKey } from '../mail/mail.ts';
import { createEstimate, type ProgressNews } from './estimate.ts';
import type { Fetcher } from './fetcher.ts';
import type { BackupStore, Clock } from './ports.ts';
import type { Progress } from './reached.ts';

export interface ProgressOptions {
  clock: Clock;
  owner: AccountKey;
  store: Pick<BackupStore, 'counts'>;
  fetcher: Pick<Fetcher, 'traffic'>;
  news(): ProgressNews;
  onProgress(progress: Progress): void;
}

const tickMs = 500;

/** Reports how far the backup is, a few times a second, until stopped; then once more. */
export function reportProgress(options: ProgressOptions): { stop(): Promise<void> } {
  const { clock, owner, store, fetcher, news, onProgress } = options;
  const stopping = new AbortController();
  const estimate = createEstimate(clock.elapsed(), fetcher.traffic());

  async function report(): Promise<void> {
    const counts = await store.counts(owner);
    onProgress(estimate(clock.elapsed(), counts, fetcher.traffic(), news()));
  }

  const ticking = (async () => {
    try {
      for (;;) {
        await report();
        await clock.sleep(tickMs, stopping.signal);
      }
    } catch {
      // Stopped; or the store failed, which the stages reject with.
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await ticking;
      await report().catch(() => undefined);
    },
  };
}
