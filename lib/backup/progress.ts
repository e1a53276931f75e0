import type { AccountKey } from '../mail/mail.ts';
import { createEstimate, type ProgressNews } from './estimate.ts';
import type { Fetcher } from './fetcher.ts';
import type { BackupStore, Clock, Progress } from './ports.ts';

export interface ProgressOptions {
  clock: Clock;
  owner: AccountKey;
  store: Pick<BackupStore, 'counts'>;
  fetcher: Pick<Fetcher, 'traffic'>;
  news(): ProgressNews;
  onProgress(progress: Progress): void;
}

const tickMs = 500;

/** Tells how far the backup is, a few times a second, until stopped; then once more. */
export function tellProgress(options: ProgressOptions): { stop(): Promise<void> } {
  const { clock, owner, store, fetcher, news, onProgress } = options;
  const stopping = new AbortController();
  const estimate = createEstimate(clock.elapsed(), fetcher.traffic());

  async function tell(): Promise<void> {
    const counts = await store.counts(owner);
    onProgress(estimate(clock.elapsed(), counts, fetcher.traffic(), news()));
  }

  const ticking = (async () => {
    try {
      for (;;) {
        await tell();
        await clock.sleep(tickMs, stopping.signal);
      }
    } catch {
      // Stopped; or the store failed, which the stages tell better.
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await ticking;
      await tell().catch(() => undefined);
    },
  };
}
