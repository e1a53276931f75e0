import { errorCodeOf, type ErrorCode } from '../errors.ts';
import type { Cursor, Feed } from '../sources/source.ts';
import { isItemFailure } from './after-failure.ts';
import { mostRestsOverKind } from './after-run-failure.ts';
import { listChained } from './chained-walk.ts';
import { checkPageCount } from './end-of-list.ts';
import { readPage, type Listing, type Walker } from './listing.ts';
import { listNumbered, mostRounds } from './numbered-walk.ts';
import { createPageLog } from './page-log.ts';
import { readAround } from './read-around.ts';
import type { Run } from './run.ts';
import type { FeedState, Walk } from './walk.ts';

/** The feeds of the account: known from the start, or asked for. */
export async function listFeeds(listing: Listing, signal: AbortSignal): Promise<Feed[]> {
  const { session, fetcher } = listing;
  const { feeds } = listing.source;
  if (typeof feeds === 'function') return feeds(session);
  const { text } = await fetcher.fetch(feeds.request(session), session, signal);
  return feeds.parse(session, undefined, text);
}

/**
 * Lists one feed into the store, going on where an earlier engine was cut off. First and full listings read everything;
 * others read what changed since the watermark, or stop at it. Resolves with a code when a mail may be missing: pages kept
 * shifting, never ended, or could not be read though the run had rested for them.
 */
export async function listFeed(
  listing: Listing,
  feed: Feed,
  signal: AbortSignal,
): Promise<ErrorCode | undefined> {
  const { store, owner, run } = listing;
  const state = await store.readFeed(owner, feed.id);
  const { walk, isResumed } = planWalk(state, run);
  if (walk.isListed) return undefined;
  const log = createPageLog({
    store,
    owner,
    feed: feed.id,
    walk,
    onStored: (waiting, pages) =>
      listing.onStored(
        waiting,
        pages.flatMap(({ mails }) => mails),
      ),
  });
  const changes = run.isFull ? undefined : findChanges(feed, state);
  const walker: Walker = {
    listing,
    feed,
    log,
    signal,
    stopsAtKnown: stopsAtWatermark(state, run) && changes === undefined,
    read(at) {
      if (typeof at === 'number') checkPageCount(at);
      return readPage(listing, feed, at, signal);
    },
  };
  try {
    const isStable =
      feed.paging === 'chained'
        ? await listChained(walker, changes ?? feed.start, isResumed)
        : await listNumbered(walker, isResumed);
    if (!isStable) return 'listing-unstable';
    await log.put(undefined, { isListed: true });
    return undefined;
  } catch (error) {
    const hasRested = (run.rests?.list ?? 0) >= mostRestsOverKind;
    if (hasRested && feed.paging === 'numbered' && isItemFailure(error)) return readAround(walker, error);
    if (errorCodeOf(error) !== 'listing-endless') throw error;
    // The next run begins at the top, where new mail is.
    await log.put(undefined, { rounds: mostRounds });
    return 'listing-endless';
  }
}

/** Where a feed lists what came or changed since everything was saved; undefined where that is not known. */
function findChanges(feed: Feed, { watermark }: FeedState): Cursor | undefined {
  if (feed.paging !== 'chained' || watermark?.asOf === undefined) return undefined;
  return feed.since?.(watermark.asOf);
}

/** What a page that could not be read held may lie below the watermark by now. */
const stopsAtWatermark = ({ watermark, walk }: FeedState, run: Pick<Run, 'isFull'>): boolean =>
  watermark !== undefined && !run.isFull && walk?.missingPages === undefined;

/** A walk that was cut off goes on; one that had ended goes on only within its own run. */
function planWalk(
  state: FeedState,
  run: Pick<Run, 'isFull' | 'startedAt'>,
): { walk: Walk; isResumed: boolean } {
  const { walk, watermark } = state;
  const isOfRun = walk?.runStartedAt === run.startedAt;
  if (walk && walk.isFull === run.isFull && (walk.isListed ? isOfRun : (walk.rounds ?? 0) < mostRounds))
    return { walk, isResumed: true };
  const fresh: Walk = {
    number: Math.max(walk?.number ?? 0, watermark?.walk ?? 0) + 1,
    isFull: run.isFull,
    pagesDone: [],
    headIds: [],
    runStartedAt: run.startedAt,
    isListed: false,
    ...(stopsAtWatermark(state, run) ? { isAscending: true } : {}),
  };
  return { walk: fresh, isResumed: false };
}

/** Reads pages of the inbox until its senders are named in the web client's language, where names depend on that. */
export async function settleNames(
  listing: Listing,
  options: { waits: boolean },
  signal: AbortSignal,
): Promise<void> {
  const { source, session, names } = listing;
  if (!source.namesLanguage || typeof source.feeds !== 'function') return;
  const inbox = source.feeds(session).find(({ paging }) => paging === 'numbered');
  if (inbox) await names.settle((page) => readPage(listing, inbox, page, signal), options, signal);
}
