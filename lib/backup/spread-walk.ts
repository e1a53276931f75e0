import { createRepeatFinder, endless, mostPages, readOfEndless } from './end-of-list.ts';
import type { ReadPage } from './listing.ts';
import { doubtEnd, idsOf, type PageLog } from './page-log.ts';

export interface SpreadWalk {
  log: PageLog;
  read(page: number): Promise<ReadPage>;
  signal: AbortSignal;
  /** Called when the last page is known. */
  onTotal(mails: number): void;
}

/** List requests under way at once; mails and pictures want their share. */
const pagesAtOnce = 8;

/**
 * Reads all numbered pages, finding the last one early: 1, 2, 4, 8 … until one is past the end, then halving, then
 * those in between, several at once. Every page is used; at most 1 + ⌈log2 pages⌉ are past the end.
 * Resolves with how many pages there are, and whether the end was found by a page that only repeated others. Of a list that never
 * ends reads the beginning, then rejects with a `MailArkError` of code `listing-endless`.
 */
export async function spreadWalk({
  log,
  read,
  signal,
  onTotal,
}: SpreadWalk): Promise<{ pages: number; isEndRepeated: boolean }> {
  const done = new Set(log.walk.pagesDone);
  const underWay = new Map<number, Promise<void>>();
  /** The highest page known to exist, and the lowest known not to. */
  let highest = log.walk.lastFull ?? 0;
  let pastEnd = log.walk.firstPastEnd ?? Infinity;
  /** What the pages say: the lowest that is past the end by them, and the highest that is there. */
  let saidPastEnd = pastEnd;
  let announced = pastEnd === Infinity ? highest + 1 : highest;
  /** The lowest page that the server does not know. */
  let missing = Infinity;
  let pageSize = log.walk.headIds.length;
  let tailIds = log.walk.tailIds ?? [];
  let early = new Map(log.walk.earlyPages?.map(({ page, ids }) => [page, ids]));
  const isRepeat = createRepeatFinder();
  let isEndRepeated = false;
  let isEndless = false;
  let stored: Promise<void> = Promise.resolve();
  let failure: { error: unknown } | undefined;
  const fail = (error: unknown) => void (failure ??= { error });

  const findProbe = (): number | undefined => {
    if (pastEnd === Infinity) return highest === 0 ? 1 : highest * 2;
    if (isEndless) return undefined;
    return pastEnd - highest > 1 ? Math.floor((highest + pastEnd) / 2) : undefined;
  };

  function findNext(): number | undefined {
    const probe = findProbe();
    // One probe at a time and nothing else: the last page is read before those in between, and once more when they are
    // in, so that a mail withdrawn meanwhile is noticed. Mails and pictures of the probed pages fill the time.
    if (probe !== undefined) return underWay.size === 0 ? probe : undefined;
    for (let page = 1; page <= highest; page++) if (!done.has(page) && !underWay.has(page)) return page;
    return undefined;
  }

  function tellTotal(): void {
    if (pastEnd === Infinity || pastEnd - highest > 1) return;
    onTotal(highest === 0 ? 0 : (highest - 1) * pageSize + tailIds.length);
  }

  async function visit(at: number): Promise<void> {
    const isProbe = findProbe() === at;
    const page = await read(at);
    const ids = idsOf(page);
    const isProbeRepeated = isRepeat(ids) && isProbe;
    if (isProbeRepeated) isEndRepeated = true;
    const isThere = !isProbeRepeated && (ids.length > 0 || !page.isLast);
    if (page.isMissing) missing = Math.min(missing, at);
    else if (!isProbeRepeated) announced = Math.max(announced, page.isLast ? (isThere ? at : 0) : at + 1);
    if (missing <= announced) await doubtEnd(log);
    if (isThere) {
      done.add(at);
      highest = Math.max(highest, at);
    }
    if (page.isLast || isProbeRepeated) {
      pastEnd = Math.min(pastEnd, isThere ? at + 1 : at);
      if (!page.isMissing) saidPastEnd = Math.min(saidPastEnd, pastEnd);
      highest = Math.min(highest, pastEnd - 1);
    }
    if (at === 1) pageSize = ids.length;
    if (isThere && at === Math.max(...done)) {
      tailIds = ids;
      // Until a page past the end is known, the highest page stands for all before it.
      if (pastEnd === Infinity) early = new Map();
      early.set(at, ids);
    }
    tellTotal();
    // Not awaited here: the next probe need not wait for the disk.
    stored = log.put(isThere ? page : undefined, {
      pagesDone: [...done].sort((a, b) => a - b),
      lastFull: highest,
      // A page that the server does not know may be there in a better minute.
      ...(isEndless || saidPastEnd < Infinity ? { firstPastEnd: isEndless ? pastEnd : saidPastEnd } : {}),
      ...(at === 1 ? { headIds: ids } : {}),
      tailIds,
      earlyPages: [...early].map(([page, earlyIds]) => ({ page, ids: earlyIds })),
    });
    stored.catch(fail);
  }

  for (;;) {
    signal.throwIfAborted();
    if (failure) throw failure.error;
    if (pastEnd === Infinity && highest * 2 > mostPages) {
      isEndless = true;
      highest = readOfEndless;
      pastEnd = highest + 1;
    }
    const next = underWay.size < pagesAtOnce ? findNext() : undefined;
    if (next !== undefined) {
      const visiting = visit(next)
        .catch(fail)
        .then(() => void underWay.delete(next));
      underWay.set(next, visiting);
    } else if (underWay.size > 0) await Promise.race(underWay.values());
    else {
      await stored;
      if (isEndless) throw endless();
      return { pages: highest, isEndRepeated };
    }
  }
}
