import { plainNamesOf, type Overview } from '../../messages.ts';
import { knownWord } from './known-words.ts';

/** What changed when: phases, reasons and codes, nothing of anybody. */
export interface JournalEntry {
  /** Milliseconds since 1970. */
  at: number;
  /** `service 1`, as `plainNamesOf` names a row, or `export`. */
  who: string;
  /** `running mails`, `failed storage-full`. */
  what: string;
}

/** Older entries are forgotten. */
export const mostEntries = 80;

/** The journal with what is new in the overview; the same array when nothing is. */
export function noteChanges(
  journal: readonly JournalEntry[],
  overview: Overview,
  now: number,
): readonly JournalEntry[] {
  const names = plainNamesOf(overview.services);
  const states: [string, string][] = [
    ...overview.services.map(({ state }, at): [string, string] => [names[at] ?? '', wordsOfState(state)]),
    ['export', wordsOfState(overview.export)],
  ];
  if (overview.storeProblem !== undefined)
    states.push(['database', `failed ${knownWord('code', overview.storeProblem)}`]);
  const news = states
    .filter(([who, what]) => (journal.findLast((entry) => entry.who === who)?.what ?? 'idle') !== what)
    .map(([who, what]) => ({ at: now, who, what }));
  return news.length === 0 ? journal : [...journal, ...news].slice(-mostEntries);
}

/** A state in known words: its phase, and where there is one its stage, reason or code. */
export function wordsOfState(state: Overview['services'][number]['state'] | Overview['export']): string {
  const words = [knownWord('phase', state.phase)];
  if (state.phase === 'running') words.push(knownWord('stage', state.progress.stage));
  if (state.phase === 'resting') words.push(knownWord('reason', state.reason));
  if (state.phase === 'failed') words.push(knownWord('code', state.code));
  return words.join(' ');
}
