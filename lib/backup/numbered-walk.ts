import { createRepeatFinder, mostRepeats } from './end-of-list.ts';
import type { Walker } from './listing.ts';
import { doubtEnd, idsOf, isSameList } from './page-log.ts';
import { spreadWalk } from './spread-walk.ts';

/** A listing that pages shifted under begins again so many times at most. */
export const mostRounds = 3;
/** Lists a feed of numbered pages; resolves with false when pages kept shifting. */
export async function listNumbered(walker: Walker, isResumed: boolean): Promise<boolean> {
  const { log, read, stopsAtKnown } = walker;
  if (!log.walk.isAscending) {
    const { pages, isEndRepeated } = await spreadWalk({
      log,
      read,
      signal: walker.signal,
      onTotal: (mails) => walker.listing.onTotal(walker.feed.id, mails),
    });
    // One answer cannot contradict itself.
    if (pages <= 1 && !isResumed && !isEndRepeated) return true;
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
 * One page after the other: what arrives meanwhile pushes mails to pages still to come, and may make one page repeat another,
 * but hardly two in a row. Resolves with the last page's number, and each id once in the order of the list.
 */
async function ascend(
  { listing, feed, log, read, stopsAtKnown }: Walker,
  startsAt: number,
): Promise<{ pages: number; ids: string[] }> {
  const all = new Set<string>();
  const isRepeat = createRepeatFinder();
  let repeats = 0;
  let isAnnounced = false;
  for (let at = startsAt; ; at++) {
    const page = await read(at);
    if (page.isMissing && isAnnounced) await doubtEnd(log);
    isAnnounced = !page.isLast;
    const ids = idsOf(page);
    repeats = isRepeat(ids) ? repeats + 1 : 0;
    for (const id of ids) all.add(id);
    const known = stopsAtKnown ? await listing.store.findKnown(listing.owner, feed.id, ids) : undefined;
    await log.put(page, {
      cursor: at + 1,
      ...(at === 1 ? { headIds: ids } : {}),
      ...(ids.length > 0 && repeats === 0 ? { tailIds: ids } : {}),
    });
    if (repeats >= mostRepeats) return { pages: at - repeats, ids: [...all] };
    if (page.isLast || (known && known.size > 0))
      return { pages: ids.length === 0 ? at - 1 : at, ids: [...all] };
  }
}

/**
 * Reads from the top what came since the walk began, until its first mail shows up again. Resolves with false when that mail
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
