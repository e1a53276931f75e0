import type { JournalEntry } from './journal.ts';

/** Something long came to its end, or cannot go on without the user. */
export interface Ending {
  /** As in the journal: `service 1`, `service 1 container 2`, `export`. */
  who: string;
  how: 'done' | 'failed' | 'waits';
}

/** After a shorter wait the user has hardly gone away. */
const leastMs = 60_000;

const busy =
  /^(queued|running|packing|saving|resting (offline|unreachable|asked-to-wait|(list|mails|files)-troubled))( |$)/;
const waits = /^resting (signed-out|account-changed|permission-missing|storage-full)$/;

/** The endings in the newest journal that are not in the one before, of what took longer than a minute. */
export function findEndings(before: readonly JournalEntry[], after: readonly JournalEntry[]): Ending[] {
  const known = new Set(before);
  return after.flatMap((entry, at) => {
    const how = known.has(entry) ? undefined : howEnded(entry.what);
    if (how === undefined) return [];
    return entry.at - busySince(after.slice(0, at), entry) >= leastMs ? [{ who: entry.who, how }] : [];
  });
}

function howEnded(what: string): Ending['how'] | undefined {
  if (what === 'done') return 'done';
  if (what.startsWith('failed')) return 'failed';
  return waits.test(what) ? 'waits' : undefined;
}

/** When the work that ends with the entry began; rests that end by themselves are part of it. */
function busySince(earlier: readonly JournalEntry[], end: JournalEntry): number {
  const own = earlier.filter(({ who }) => who === end.who);
  const start = own.findLastIndex(({ what }) => !busy.test(what)) + 1;
  return own[start]?.at ?? end.at;
}
