import { describe, expect, it } from 'vitest';
import { mostEntries, noteChanges, type JournalEntry } from '../../../../lib/browser/shell/journal.ts';
import type { Overview, ServiceState } from '../../../../lib/messages.ts';
import { aProgress, aService, everyState } from '../../../components/popup/states.ts';

const overviewOf = (state: ServiceState, change: Partial<Overview> = {}): Overview => ({
  services: [aService(state)],
  export: { phase: 'idle' },
  ...change,
});
const running = (stage: 'listing' | 'mails', mailsSaved: number) =>
  overviewOf({ phase: 'running', progress: aProgress({ stage, counts: { mailsSaved } }) });

describe('the journal', () => {
  it('notes phases, stages and codes as they change, and no running counts', () => {
    let journal: readonly JournalEntry[] = [];
    const overviews = [
      running('listing', 1),
      running('listing', 2),
      running('mails', 3),
      overviewOf({ phase: 'resting', reason: 'offline' }),
      overviewOf({ phase: 'failed', code: 'forbidden' }),
    ];
    overviews.forEach((overview, at) => (journal = noteChanges(journal, overview, at)));
    expect(journal).toEqual([
      { at: 0, who: 'service 1', what: 'running listing' },
      { at: 2, who: 'service 1', what: 'running mails' },
      { at: 3, who: 'service 1', what: 'resting offline' },
      { at: 4, who: 'service 1', what: 'failed forbidden' },
    ]);
  });

  it('notes the mailboxes of a service apart', () => {
    const services = [
      aService({ phase: 'ready' }, { containerNumber: 1 }),
      aService({ phase: 'queued' }, { containerNumber: 2 }),
    ];
    expect(noteChanges([], { services, export: { phase: 'idle' } }, 7)).toEqual([
      { at: 7, who: 'service 1', what: 'ready' },
      { at: 7, who: 'service 1 container 2', what: 'queued' },
    ]);
  });

  it('notes the export and a broken database', () => {
    const journal = noteChanges(
      [],
      { services: [], export: { phase: 'packing', done: 1, total: 2 }, storeProblem: 'storage-broken' },
      7,
    );
    expect(journal).toEqual([
      { at: 7, who: 'export', what: 'packing' },
      { at: 7, who: 'database', what: 'failed storage-broken' },
    ]);
  });

  it('is the same array when nothing changed, so that nothing is written', () => {
    const journal = noteChanges([], running('mails', 1), 0);
    expect(noteChanges(journal, running('mails', 2), 1)).toBe(journal);
  });

  it('forgets the oldest', () => {
    let journal: readonly JournalEntry[] = [];
    for (let at = 0; at < 3 * mostEntries; at += 1)
      journal = noteChanges(journal, running(at % 2 === 0 ? 'listing' : 'mails', 1), at);
    expect(journal).toHaveLength(mostEntries);
    expect(journal[0]?.at).toBe(2 * mostEntries);
  });

  it('knows the words of every state', () => {
    for (const state of everyState) {
      const [entry] = noteChanges([], overviewOf(state), 0);
      expect(entry?.what, JSON.stringify(state)).not.toContain('other');
    }
  });
});
