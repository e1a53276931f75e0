import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { Overview } from '../../messages.ts';
import { noteChanges, type JournalEntry } from './journal.ts';

/** Keeps the journal in the memory of the browser, not on disk: it outlives the worker and ends with the browser. */
export interface JournalKeeper {
  /** What happened since the browser was started, oldest first. */
  read(): Promise<readonly JournalEntry[]>;
  /** Notes what is new in an overview. To be called one at a time. */
  keep(overview: Overview, now: number): Promise<void>;
}

const place = 'journal';
const schema = v.fallback(v.array(v.object({ at: v.number(), who: v.string(), what: v.string() })), []);

export function createJournalKeeper(): JournalKeeper {
  let known: readonly JournalEntry[] | undefined;
  const read = async () =>
    (known ??= v.parse(schema, (await browser.storage.session.get(place))[place] ?? []));
  return {
    read,
    async keep(overview, now) {
      const before = await read();
      const after = noteChanges(before, overview, now);
      if (after === before) return;
      known = after;
      await browser.storage.session.set({ [place]: after });
    },
  };
}
