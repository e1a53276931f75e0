import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { Overview } from '../../messages.ts';
import { noteChanges, type JournalEntry } from './journal.ts';

type Journal = readonly JournalEntry[];

/** Keeps the journal in the memory of the browser, not on disk: it outlives the worker and ends with the browser. */
export interface JournalKeeper {
  /** What happened since the browser was started, oldest first. */
  read(): Promise<Journal>;
  /** Notes what is new in an overview; resolves with the journal before and after. One call at a time. */
  keep(overview: Overview, now: number): Promise<{ before: Journal; after: Journal }>;
}

const storageKey = 'journal';
const schema = v.fallback(v.array(v.object({ at: v.number(), who: v.string(), what: v.string() })), []);

export function createJournalKeeper(): JournalKeeper {
  let known: Journal | undefined;
  const read = async () =>
    (known ??= v.parse(schema, (await browser.storage.session.get(storageKey))[storageKey] ?? []));
  return {
    read,
    async keep(overview, now) {
      const before = await read();
      const after = noteChanges(before, overview, now);
      if (after !== before) {
        known = after;
        await browser.storage.session.set({ [storageKey]: after });
      }
      return { before, after };
    },
  };
}
