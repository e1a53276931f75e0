import type { ErrorCode } from '../errors.ts';
import { isItemFailure } from './after-failure.ts';
import { createRepeatFinder, mostRepeats } from './end-of-list.ts';
import type { Walker } from './listing.ts';
import { mostRounds } from './numbered-walk.ts';
import { idsOf } from './page-log.ts';

/** So many pages in a row that cannot be read are the end of what can be. */
const mostMisses = 3;

/**
 * Reads a numbered list again, page by page, around those that cannot be read, and notes their numbers. The next run lists
 * everything, because mails move from page to page. Rejects with `failure` when there is no page to be read.
 */
export async function readAround({ log, read }: Walker, failure: unknown): Promise<ErrorCode> {
  const isRepeat = createRepeatFinder();
  const missingPages: number[] = [];
  let repeats = 0;
  let misses = 0;
  let hasRead = false;
  for (let at = 1; misses < mostMisses; at++) {
    try {
      const page = await read(at);
      const ids = idsOf(page);
      misses = 0;
      repeats = isRepeat(ids) ? repeats + 1 : 0;
      hasRead ||= ids.length > 0;
      if (ids.length > 0) await log.put(page, {});
      if (page.isLast || repeats >= mostRepeats) break;
    } catch (error) {
      if (!isItemFailure(error)) throw error;
      missingPages.push(at);
      misses += 1;
    }
  }
  if (!hasRead) throw failure;
  await log.put(undefined, { missingPages, rounds: mostRounds });
  return 'listing-incomplete';
}
