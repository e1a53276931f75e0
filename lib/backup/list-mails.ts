import { BadAnswerError } from '../errors.ts';
import type { AccountKey, Mail } from '../mail/mail.ts';
import type { Cursor, Feed, FeedId, MailRef, Page, Session, Source } from '../sources/source.ts';
import type { Fetcher } from './fetcher.ts';
import type { NameBook } from './name-book.ts';
import { createPageLog, idsOf, isSameList, type PageLog } from './page-log.ts';
import type { BackupStore, FeedState, Run, Walk } from './ports.ts';
import { spreadWalk } from './spread-walk.ts';

/** What a listing needs, and whom it tells. */
export interface Listing {
  source: Source;
  session: Session;
  owner: AccountKey;
  run: Pick<Run, 'isFull' | 'startedAt'>;
  fetcher: Fetcher;
  store: BackupStore;
  names: NameBook;
  /** Stored pages: the refs whose mails are to be fetched, and mails that came whole. */
  onStored(waiting: MailRef[], mails: Mail[]): void;
  /** How many mails the feed has, as soon as its last page is known; an upper bound until the last page is in. */
  onTotal(feed: FeedId, mails: number): void;
}

/** A listing that pages shifted under begins again so many times at most. */
const mostRounds = 3;
/** A page that cannot be read is asked for again. */
const pageTries = 3;

/** The feeds of the account: known from the start, or asked for. */
export async function listFeeds(listing: Listing, signal: AbortSignal): Promise<Feed[]> {
  const { source, session, fetcher } = listing;
  const known = source.feeds(session);
  if (!source.feedsRequest || !source.parseFeeds) return known;
  const answer = await fetcher.fetch(source.feedsRequest(session), session, signal);
  return [...known, ...source.parseFeeds(session, answer.expect === 'json' ? answer.json : undefined)];
}

/**
 * Lists one feed into the store, going on where an earlier engine was cut off. First and full listings read everything;
 * others stop at the watermark. Answers false when pages kept shifting, so that nobody can say that nothing is missing.
 */
export async function listFeed(listing: Listing, feed: Feed, signal: AbortSignal): Promise<boolean> {
  const { store, owner, run } = listing;
  const state = await store.readFeed(owner, feed.id);
  const { walk, isResumed } = planWalk(state, run);
  if (walk.isListed) return true;
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
  const walker: Walker = {
    listing,
    feed,
    log,
    signal,
    stopsAtKnown: state.watermark !== undefined && !run.isFull,
    read: (at) => readPage(listing, feed, at, signal),
  };
  const isStable =
    feed.paging === 'chained'
      ? await listChained(walker, feed.start, isResumed)
      : await listNumbered(walker, isResumed);
  if (isStable) await log.put(undefined, { isListed: true });
  return isStable;
}

interface Walker {
  listing: Listing;
  feed: Feed;
  log: PageLog;
  signal: AbortSignal;
  stopsAtKnown: boolean;
  read(at: Cursor): Promise<Page>;
}

/** A walk that was cut off goes on; one that had ended goes on only within its own run. */
function planWalk(
  { walk, watermark }: FeedState,
  run: Pick<Run, 'isFull' | 'startedAt'>,
): { walk: Walk; isResumed: boolean } {
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
    ...(watermark && !run.isFull ? { isAscending: true } : {}),
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
  const inbox = source.feeds(session).find(({ paging }) => paging === 'numbered');
  if (inbox && source.namesLanguage)
    await names.settle((page) => readPage(listing, inbox, page, signal), options, signal);
}

async function readPage(listing: Listing, feed: Feed, at: Cursor, signal: AbortSignal): Promise<Page> {
  const { source, session, fetcher, names } = listing;
  for (let tries = 1; ; tries++) {
    try {
      const language = names.language();
      const answer = await fetcher.fetch(feed.request(at), session, signal);
      const page = source.parsePage(session, feed.id, answer.expect === 'json' ? answer.json : undefined);
      await names.note(page, language);
      return page;
    } catch (error) {
      if (!(error instanceof BadAnswerError)) throw error;
      // Some servers know no page past the end.
      if (error.code === 'not-found' && typeof at === 'number' && at > 1)
        return { refs: [], mails: [], broken: [], isLast: true };
      if (error.code !== 'wrong-type' || tries >= pageTries) throw error;
    }
  }
}

async function listNumbered(walker: Walker, isResumed: boolean): Promise<boolean> {
  const { log, read, stopsAtKnown } = walker;
  if (!log.walk.isAscending) {
    const pages = await spreadWalk({
      log,
      read,
      signal: walker.signal,
      onTotal: (mails) => walker.listing.onTotal(walker.feed.id, mails),
    });
    if (pages <= 1 && !isResumed) return true; // One answer cannot contradict itself.
    if (await isUnchanged(walker, pages)) return true;
    await beginRound(walker);
  }
  let before: string[] | undefined;
  for (;;) {
    const startsAt = Number(log.walk.cursor ?? 1);
    const { pages, ids } = await ascend(walker, startsAt);
    if (stopsAtKnown && !isResumed) return true;
    // What arrives cannot hide a mail from a reading in this order, what is withdrawn can; but not from two that agree.
    const isProven = stopsAtKnown || (before !== undefined && isSameList(ids.slice(-before.length), before));
    if (isProven && (await catchUp(walker, 1, pages))) return true;
    if ((log.walk.rounds ?? 0) >= mostRounds) return false;
    before = startsAt === 1 ? ids : undefined;
    await beginRound(walker);
  }
}

const beginRound = ({ log }: Walker): Promise<void> =>
  log.put(undefined, { isAscending: true, cursor: 1, rounds: (log.walk.rounds ?? 0) + 1 });

/**
 * Whether nothing has shifted since: the first page shows what arrived, and what was read while the last page was looked
 * for, up to that one, shows what was withdrawn. Only what is withdrawn before the first page past the end is met, a few
 * requests after the start, may go unseen: looking for that too would cost log2(pages) requests more.
 */
async function isUnchanged({ log, read }: Walker, pages: number): Promise<boolean> {
  const head = { page: 1, ids: log.walk.headIds };
  const tail = { page: pages, ids: log.walk.tailIds ?? [] };
  const early = (log.walk.earlyPages ?? [tail]).filter(({ page }) => page > 1);
  for (const { page, ids } of [head, ...early]) {
    const found = await read(page);
    if (isSameList(idsOf(found), ids)) continue;
    await log.put(found, {});
    return false;
  }
  return true;
}

/**
 * One page after the other: what arrives meanwhile pushes mails to pages still to come. Answers the last page's number, and
 * each id once in the order of the list.
 */
async function ascend(
  { listing, feed, log, read, stopsAtKnown }: Walker,
  startsAt: number,
): Promise<{ pages: number; ids: string[] }> {
  const all = new Set<string>();
  for (let at = startsAt; ; at++) {
    const page = await read(at);
    const ids = idsOf(page);
    for (const id of ids) all.add(id);
    const known = stopsAtKnown ? await listing.store.findKnown(listing.owner, feed.id, ids) : undefined;
    await log.put(page, {
      cursor: at + 1,
      ...(at === 1 ? { headIds: ids } : {}),
      ...(ids.length > 0 ? { tailIds: ids } : {}),
    });
    if (page.isLast || (known && known.size > 0))
      return { pages: ids.length === 0 ? at - 1 : at, ids: [...all] };
  }
}

/**
 * Reads from the top what came since the walk began, until its first mail shows up again. Answers false when that mail
 * is gone, or nothing came and yet the end looks different: something was withdrawn, which may have hidden a mail.
 */
async function catchUp({ log, read, stopsAtKnown }: Walker, start: number, pages: number): Promise<boolean> {
  const { headIds, tailIds } = log.walk;
  const [first] = headIds;
  for (let at = start; ; at++) {
    const page = await read(at);
    const ids = idsOf(page);
    if (at === start && isSameList(ids, headIds)) {
      if (stopsAtKnown || pages <= 1) return true;
      const tail = await read(pages);
      if (isSameList(idsOf(tail), tailIds ?? [])) return true;
      await log.put(tail, {});
      return false;
    }
    await log.put(page, {});
    if (first !== undefined && ids.includes(first)) return true;
    if (page.isLast) return first === undefined;
    if (ids.some((id) => headIds.includes(id))) return false;
  }
}

/** Follows the server's word for the next page. New mail comes at the top only, so an old chain hides nothing. */
async function listChained(
  { listing, feed, log, read, stopsAtKnown }: Walker,
  start: Cursor,
  isResumed: boolean,
) {
  let at = log.walk.cursor ?? start;
  const isLateStart = isResumed && at !== start;
  const seenCursors = new Set<Cursor>();
  const seenIds = new Set<string>();
  for (;;) {
    seenCursors.add(at);
    const page = await readChained(read, at, isLateStart && seenCursors.size === 1 ? start : undefined);
    const ids = idsOf(page);
    const isRepeated = ids.length > 0 && ids.every((id) => seenIds.has(id));
    for (const id of ids) seenIds.add(id);
    const known = stopsAtKnown ? await listing.store.findKnown(listing.owner, feed.id, ids) : undefined;
    const isEnd = page.isLast || page.next === undefined || seenCursors.has(page.next) || isRepeated;
    const isFirst = log.walk.headIds.length === 0;
    await log.put(page, {
      ...(page.next === undefined ? {} : { cursor: page.next }),
      ...(isFirst ? { headIds: ids } : {}),
    });
    if (isEnd || page.next === undefined || (known && known.size > 0)) break;
    at = page.next;
  }
  if (isLateStart) await catchUpChained({ log, read }, start);
  return true;
}

/** A word kept over a pause may have expired: then the chain begins anew. */
async function readChained(read: Walker['read'], at: Cursor, fallback: Cursor | undefined): Promise<Page> {
  try {
    return await read(at);
  } catch (error) {
    if (fallback === undefined || !(error instanceof BadAnswerError)) throw error;
    return read(fallback);
  }
}

async function catchUpChained({ log, read }: Pick<Walker, 'log' | 'read'>, start: Cursor): Promise<void> {
  const head = new Set(log.walk.headIds);
  const seen = new Set<Cursor>();
  for (let at: Cursor | undefined = start; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const page: Page = await read(at);
    const isCaughtUp = page.isLast || idsOf(page).some((id) => head.has(id));
    if (!isSameList(idsOf(page), log.walk.headIds)) await log.put(page, {});
    if (isCaughtUp) return;
    at = page.next;
  }
}
