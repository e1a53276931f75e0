import { BadAnswerError } from '../errors.ts';
import type { Cursor, Page } from '../sources/source.ts';
import { checkPageCount, createRepeatFinder } from './end-of-list.ts';
import type { Walker } from './listing.ts';
import { idsOf, isSameList } from './page-log.ts';

/** Follows the server's word for the next page. New mail comes at the top only, so an old chain hides nothing. */
export async function listChained(
  { listing, feed, log, read, stopsAtKnown }: Walker,
  start: Cursor,
  isResumed: boolean,
) {
  let at = log.walk.cursor ?? start;
  const isLateStart = isResumed && at !== start;
  const seenCursors = new Set<Cursor>();
  const isRepeat = createRepeatFinder();
  for (;;) {
    seenCursors.add(at);
    checkPageCount(seenCursors.size);
    const page = await readChained(read, at, isLateStart && seenCursors.size === 1 ? start : undefined);
    const ids = idsOf(page);
    const known = stopsAtKnown ? await listing.store.findKnown(listing.owner, feed.id, ids) : undefined;
    const isRepeated = isRepeat(ids);
    const isEnd = page.isLast || page.next === undefined || seenCursors.has(page.next) || isRepeated;
    const isFirst = log.walk.headIds.length === 0;
    const asOf = log.walk.asOf ?? page.asOf;
    await log.put(page, {
      ...(page.next === undefined ? {} : { cursor: page.next }),
      ...(isFirst ? { headIds: ids } : {}),
      ...(asOf === undefined ? {} : { asOf }),
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
