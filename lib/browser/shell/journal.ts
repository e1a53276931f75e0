import { plainNamesOf, type ExportState, type Overview, type ServiceState } from '../../messages.ts';
import { kinds } from '../problem-report/report-kinds.ts';
import { printLines, printValue } from '../problem-report/report-line.ts';
import { stateLine } from '../problem-report/state-line.ts';

/** What changed when: phases, reasons and codes, nothing personal. */
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
    ...overview.services.map(({ state }, at): [string, string] => [
      names[at] ?? '',
      wordsOfState(state, now),
    ]),
    ['export', wordsOfState(overview.export, now)],
  ];
  if (overview.storeProblem !== undefined)
    states.push(['database', `failed ${printValue(kinds.code, overview.storeProblem, now)}`]);
  const news = states
    .filter(([who, what]) => (journal.findLast((entry) => entry.who === who)?.what ?? 'idle') !== what)
    .map(([who, what]) => ({ at: now, who, what }));
  return news.length === 0 ? journal : [...journal, ...news].slice(-mostEntries);
}

/** A state in known words: its phase, and where there is one its stage, reason or code. */
const wordsOfState = (state: ServiceState | ExportState, now: number): string =>
  printLines([stateLine], state, now).join('');
