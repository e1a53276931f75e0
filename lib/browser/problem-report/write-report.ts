import { printLines } from './report-line.ts';
import { reportLines, type ReportFacts } from './report-schema.ts';

/**
 * The text people copy into a bug report: versions, counts, stages, timings and error codes. No name, id, address, label
 * or word of a mail can be in it, because each slot prints only what its kind allows. `lines` is named only by tests.
 */
export function writeReport(facts: ReportFacts, lines = reportLines): string {
  return `${printLines(lines, facts, facts.now).join('\n')}\n`;
}
