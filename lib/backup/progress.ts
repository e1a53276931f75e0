import type { AccountKey } from '../mail/mail.ts';
import type { Fetcher, Traffic } from './fetcher.ts';
import type { BackupStore, Clock, Counts, Progress } from './ports.ts';

/** What the stages know and the store does not. */
export interface ProgressNews {
  /** The mails there will be, once known. */
  total: number | undefined;
  isFinishing: boolean;
}

export interface ProgressOptions {
  clock: Clock;
  owner: AccountKey;
  store: Pick<BackupStore, 'counts'>;
  fetcher: Pick<Fetcher, 'traffic'>;
  news(): ProgressNews;
  onProgress(progress: Progress): void;
}

const tickMs = 300;
/** How slowly the shown speed follows the true one. */
const speedMemoryMs = 3_000;
/** Nothing is foretold from less. */
const leastWork = { elapsedMs: 2_000, items: 30 };

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

/** Turns counts and traffic into speeds and the time left; each call is one moment, in order. */
export function createEstimate(startedAt: number, startTraffic: Traffic) {
  let last = { at: startedAt, traffic: startTraffic };
  let requestsPerSecond = 0;
  let bytesPerSecond = 0;
  let itemsPerMs = 0;
  let underWay = 0;
  let first: { at: number; items: number } | undefined;
  let lastItems = 0;
  let msLeft: number | undefined;

  return (now: number, counts: Counts, traffic: Traffic, news: ProgressNews): Progress => {
    const elapsed = Math.max(0, now - last.at);
    const items = counts.mailsSaved + counts.mailsFailed + counts.assetsSaved + counts.assetsFailed;
    first ??= { at: now, items };
    if (elapsed > 0) {
      // Speeds begin with the first measurement instead of creeping up from nothing.
      const isFirst = last.at === startedAt;
      const weight = isFirst ? 1 : 1 - Math.exp(-elapsed / speedMemoryMs);
      const towards = (old: number, measured: number) => old + weight * (measured - old);
      requestsPerSecond = towards(
        requestsPerSecond,
        ((traffic.requests - last.traffic.requests) * 1000) / elapsed,
      );
      bytesPerSecond = towards(
        bytesPerSecond,
        ((traffic.sizeBytes - last.traffic.sizeBytes) * 1000) / elapsed,
      );
      underWay = towards(underWay, traffic.pace?.underWay ?? 0);
      itemsPerMs = towards(itemsPerMs, Math.max(0, items - lastItems) / elapsed);
      last = { at: now, traffic };
    }
    lastItems = items;

    const mailsListed = Math.max(counts.mailsListed, news.total ?? 0);
    const mailsLeft = Math.max(0, mailsListed - counts.mailsSaved - counts.mailsFailed);
    const assetsSeen = counts.assetsWanted + counts.assetsSaved + counts.assetsFailed;
    const assetsPerMail = counts.mailsSaved > 0 ? assetsSeen / counts.mailsSaved : 1;
    const itemsLeft = mailsLeft * (1 + assetsPerMail) + counts.assetsWanted;
    const isTelling =
      news.total !== undefined &&
      now - first.at >= leastWork.elapsedMs &&
      items - first.items >= leastWork.items &&
      itemsPerMs > 0;
    if (itemsLeft === 0 || news.isFinishing) msLeft = undefined;
    else if (isTelling) {
      const measured = itemsLeft / itemsPerMs;
      // What was foretold runs down like a clock and bends towards what is measured now.
      const foretold = msLeft === undefined ? measured : Math.max(0, msLeft - elapsed);
      msLeft = foretold + 0.1 * (measured - foretold);
    }

    return {
      stage: news.isFinishing
        ? 'finishing'
        : news.total === undefined
          ? 'listing'
          : mailsLeft > 0
            ? 'mails'
            : 'pictures',
      counts: { ...counts, mailsListed },
      isTotalKnown: news.total !== undefined,
      requestsPerSecond,
      bytesPerSecond,
      ...(traffic.pace ? { pace: { ...traffic.pace, underWay: Math.round(underWay) } } : {}),
      ...(msLeft === undefined ? {} : { msLeft: Math.round(msLeft) }),
      ...(traffic.restingUntil === undefined
        ? {}
        : { restingUntil: new Date(traffic.restingUntil).toISOString() }),
    };
  };
}
