/** What a section measures with. */
export interface BenchContext {
  isQuick: boolean;
  /** How often each figure is to be measured. */
  rounds: number;
  /** The unpacked extension with the bench page, from `benchCopy`. */
  extension: string;
  /** Says what is being done. */
  say(line: string): void;
}

/** One part of the benchmarks. What it measured is kept as plain data, so that the page can be drawn again without measuring. */
export interface Section<T = unknown> {
  name: string;
  measure(context: BenchContext): Promise<T>;
  /** Markdown without the heading's date and machine, and the pictures it shows, by file name under `docs/images/`. */
  render(data: T): { title: string; text: string; pictures?: Record<string, string> };
}

/** Half are smaller, half are larger; the mean of the two in the middle where there is no one. Throws when there is nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (low === undefined || high === undefined) throw new Error('No values, no median.');
  return (low + high) / 2;
}

/** A row of the table of aims: what was reached, beside what should be. */
export interface AimRow {
  what: string;
  floor: string;
  measured: string;
  aim: string;
  isReached: boolean;
}

/** A Markdown table; the first column to the left, the others to the right. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** The table of aims. */
export function aimTable(rows: readonly AimRow[]): string {
  return table(
    ['What', 'Floor or peer in the same run', 'Measured', 'Aim', 'Reached'],
    rows.map(({ what, floor, measured, aim, isReached }) => [
      what,
      floor,
      measured,
      aim,
      isReached ? 'yes' : 'no',
    ]),
  );
}

export const inSeconds = (ms: number): string => (ms / 1000).toFixed(ms < 10_000 ? 2 : 1);
export const inMegabytes = (bytes: number): string => String(Math.round(bytes / 1e6));
