import type { ErrorCode } from '../errors.ts';
import type { AssetRef } from '../mail/asset.ts';
import type { AccountKey, Mail } from '../mail/mail.ts';
import type { Feed, FeedId, MailRef, Session, Source } from '../sources/source.ts';
import { assetsOf, createSignedAddresses, fetchAssets } from './fetch-assets.ts';
import { fetchMails } from './fetch-mails.ts';
import type { Fetcher } from './fetcher.ts';
import { inParallel, workers } from './in-parallel.ts';
import { listFeed, listFeeds, settleNames } from './list-mails.ts';
import type { Listing } from './listing.ts';
import { createNameBook } from './name-book.ts';
import type { BackupStore, Clock } from './ports.ts';
import type { Progress } from './reached.ts';
import type { Run } from './run.ts';
import { reportProgress } from './progress.ts';
import { createTroubles } from './troubles.ts';
import { createWorkQueue } from './work-queue.ts';

/** All that one backup needs. */
export interface Backup {
  run: Pick<Run, 'isFull' | 'startedAt' | 'asksAgain' | 'rests'>;
  source: Source;
  session: Session;
  fetcher: Fetcher;
  store: BackupStore;
  clock: Clock;
  signal: AbortSignal;
  /** Fetches the words and leaves every file wanted, for a later run. */
  isTextOnly?: boolean;
  onProgress?: (progress: Progress) => void;
}

/** Feeds that are listed at the same time. */
const feedsAtOnce = 3;
/** Refs and assets held in memory; the store holds the rest. */
const queueCapacity = 512;

/**
 * Words first, then pictures, all stages at once. Resolves when every mail and picture is saved or listed as a problem;
 * `isTextOnly`: every mail.
 * Rejects with `TroubledKindError` where the service refused everything of a kind, once all the others are saved; with what
 * `Fetcher` rejects with for everything, with `StorageFullError`, or with the signal's reason; what was fetched until then
 * is stored. Safe to run again: what is stored is never asked for twice.
 */
export async function runBackup(backup: Backup): Promise<void> {
  const { source, session, fetcher, store, clock, isTextOnly = false } = backup;
  const owner: AccountKey = { service: session.service, account: session.account };
  const broken = new AbortController();
  const signal = AbortSignal.any([backup.signal, broken.signal]);
  const onFailure = (error: unknown) => broken.abort(error);
  const addresses = createSignedAddresses();
  const totals = createTotals();
  let hasListed = false;
  const troubles = createTroubles(() => hasListed);

  const refs = createWorkQueue<MailRef>({
    keyOf: ({ id }) => id,
    list: (limit, except) => store.listPending(owner, limit, except),
    capacity: queueCapacity,
  });
  const assets = createWorkQueue<AssetRef>({
    keyOf: ({ key }) => key,
    list: (limit, except) => store.listWanted(owner, limit, except),
    capacity: queueCapacity,
  });
  const listing: Listing = {
    source,
    session,
    owner,
    run: backup.run,
    fetcher,
    store,
    names: createNameBook({ source, session, owner, store, fetcher }),
    onStored(waiting, mails) {
      hasListed = true;
      refs.offer(waiting);
      if (mails.length === 0) return;
      addresses.remember(assetsOf(mails));
      assets.poke();
    },
    onTotal: totals.put,
  };
  const onSaved = (mails: Mail[], waiting: AssetRef[]) => {
    const keys = new Set(waiting.map(({ key }) => key));
    addresses.remember(assetsOf(mails).filter(({ key }) => keys.has(key)));
    assets.offer(waiting);
  };
  const common = { source, session, owner, run: backup.run, fetcher, store, clock, onFailure };

  const stable: Feed[] = [];
  const progress = reportProgress({
    clock,
    owner,
    store,
    fetcher,
    news: () => ({ ...totals.news(), isTextOnly }),
    onProgress: (news) => backup.onProgress?.(news),
  });
  try {
    await inParallel(
      [
        async (stageSignal) => {
          await troubles.hold('list', async () => {
            if (backup.run.asksAgain) return;
            for (const feed of await listAll(listing, totals.expect, stageSignal)) stable.push(feed);
            totals.close();
            refs.close();
            await settleNames(listing, { waits: true }, stageSignal);
          });
          refs.close();
        },
        async (stageSignal) => {
          await troubles.hold('mails', () => fetchMails({ ...common, queue: refs, onSaved }, stageSignal));
          assets.close();
        },
        async (stageSignal) => {
          if (isTextOnly) return;
          await troubles.hold('files', () =>
            fetchAssets({ ...common, queue: assets, addresses }, stageSignal),
          );
        },
      ],
      signal,
    );
    totals.finish();
    if (!troubles.has('list') && !backup.run.asksAgain)
      await troubles.hold('list', () => settleNames(listing, { waits: false }, signal));
    for (const feed of stable) {
      signal.throwIfAborted();
      await store.finishWalk(owner, feed.id, new Date(clock.now()).toISOString());
    }
    troubles.throwIfAny();
  } finally {
    await progress.stop();
  }
}

/** Lists every feed. Resolves with those that were listed without doubt; each of the others becomes a problem. */
async function listAll(
  listing: Listing,
  expect: (feeds: number) => void,
  signal: AbortSignal,
): Promise<Feed[]> {
  const stable: Feed[] = [];
  const waiting = await listFeeds(listing, signal);
  expect(waiting.length);
  await workers(feedsAtOnce, async (workSignal) => {
    for (let feed; (feed = waiting.shift());) {
      const code = await listFeed(listing, feed, workSignal);
      if (code === undefined) stable.push(feed);
      else await putListProblem(listing, feed.id, code);
    }
  })(signal);
  return stable;
}

function putListProblem({ store, owner, run }: Listing, feed: FeedId, code: ErrorCode): Promise<void> {
  const { service, account } = owner;
  return store.putProblems([
    {
      service,
      account,
      kind: 'mail',
      id: feed,
      state: 'damaged',
      code,
      at: run.startedAt,
    },
  ]);
}

/** How many mails the feeds have, as far as known. */
function createTotals() {
  const byFeed = new Map<FeedId, number>();
  let expected = Infinity;
  let isClosed = false;
  let isFinishing = false;
  const sum = () => [...byFeed.values()].reduce((all, mails) => all + mails, 0);
  return {
    /** The total is known once each of so many feeds has put its own. */
    expect: (feeds: number) => void (expected = feeds),
    put: (feed: FeedId, mails: number) => void byFeed.set(feed, mails),
    close() {
      isClosed = true;
      byFeed.clear(); // What is stored is exact now.
    },
    finish: () => void (isFinishing = true),
    news: () => ({ total: isClosed || byFeed.size >= expected ? sum() : undefined, isFinishing }),
  };
}
