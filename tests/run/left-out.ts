/** How one test of a run ended, under its whole name. */
export interface Outcome {
  /** From the project's root. */
  file: string;
  test: string;
  state: 'passed' | 'failed' | 'left out';
}

/** What a test may need besides the programs that are installed; and why it is left out where that is not met. */
const reasons = {
  many: 'they take minutes and npm run test:faults has them',
  'small disk': 'a small disk can only be mounted on Linux, by root',
  'same letters': 'the pictures were taken with another browser or other fonts',
};

/** Something a test may need besides the programs that are installed. */
export type Circumstance = keyof typeof reasons;

/** A test that is left out unless all of this is met. */
export interface LeftOut {
  file: string;
  test: string;
  unless: Circumstance[];
}

const rest = 'a backup that has to rest';
const look = 'the viewer looks as it did';

/** Every test that may be left out. */
export const leftOut: LeftOut[] = [
  {
    file: 'tests/e2e/faults.test.ts',
    test: 'a backup that is disturbed misses no mail that arrives while the list is read',
    unless: ['many'],
  },
  {
    file: 'tests/e2e/exports.test.ts',
    test: 'exports leave nothing behind when the background is killed 12 times, and work afterwards',
    unless: ['many'],
  },
  {
    file: 'tests/e2e/kills-export.test.ts',
    test: 'an export whose browser is killed 6 times leaves nothing of ours behind, and the next one is whole',
    unless: ['many'],
  },
  {
    file: 'tests/e2e/sizes.test.ts',
    test: 'an archive of more than 4 GiB is saved by the browser, and taken by every program that reads ZIPs',
    unless: ['many'],
  },
  {
    file: 'tests/e2e/rests.test.ts',
    test: `${rest} pauses in time on a disk that gets full, and goes on after room was made`,
    unless: ['many', 'small disk'],
  },
  {
    file: 'tests/e2e/rests.test.ts',
    test: `${rest} says so when others fill the disk to the last byte, and goes on after room was made`,
    unless: ['many', 'small disk'],
  },
  {
    file: 'tests/e2e/rests.test.ts',
    test: `${rest} stops when the permission is taken back, and goes on when it is given again`,
    unless: ['many'],
  },
  ...[
    'mail-light',
    'mail-ko-dark',
    'mail-printed',
    'list-ja-narrow',
    'gallery-light',
    'calendar-dark',
    'export-light',
    'nothing-found-narrow',
    'and would be seen to look otherwise',
  ].map((name): LeftOut => ({
    file: 'tests/browser/looks.chromium.test.ts',
    test: `${look} ${name}`,
    unless: ['same letters'],
  })),
];

/**
 * Compares what a run left out with the list of what may be: a line for each with its reason, and a complaint for each
 * that should have been done, or should not. A circumstance that is not said in `met` is judged by the tests that need it,
 * which are then left out all or none.
 */
export function reviewLeftOut(
  outcomes: Outcome[],
  met: Partial<Record<Circumstance, boolean>>,
  list: LeftOut[] = leftOut,
): { lines: string[]; complaints: string[] } {
  const files = new Set(outcomes.map(({ file }) => file));
  const known = list.filter(({ file }) => files.has(file));
  const entryOf = ({ file, test }: Outcome) =>
    known.find((entry) => entry.file === file && entry.test === test);
  const ofEntry = ({ file, test }: LeftOut) =>
    outcomes.filter((outcome) => outcome.file === file && outcome.test === test);
  /** The circumstance a test of the list is left out for, if any: one that is not met, else one that is not known. */
  const causeOf = ({ unless }: LeftOut) =>
    unless.find((each) => met[each] === false) ?? unless.find((each) => met[each] === undefined);

  const complaints: string[] = [];
  const named = new Map<Circumstance, Set<string>>();
  for (const outcome of outcomes.filter(({ state }) => state === 'left out')) {
    const entry = entryOf(outcome);
    const cause = entry && causeOf(entry);
    if (cause === undefined) complaints.push(`${show(outcome)} was left out, and no reason is known.`);
    else named.set(cause, (named.get(cause) ?? new Set()).add(show(outcome)));
  }
  const dependents = new Map<Circumstance, Outcome[]>();
  for (const entry of known) {
    const own = ofEntry(entry);
    const cause = causeOf(entry);
    if (own.length === 0)
      complaints.push(`${show(entry)} is on the list of what may be left out, and there is no such test.`);
    if (cause === undefined) continue;
    if (met[cause] === undefined) dependents.set(cause, [...(dependents.get(cause) ?? []), ...own]);
    else if (own.some(({ state }) => state !== 'left out'))
      complaints.push(`${show(entry)} was expected to be left out.`);
  }
  for (const [cause, own] of dependents) {
    const count = own.filter(({ state }) => state === 'left out').length;
    if (count > 0 && count < own.length)
      complaints.push(`Only some were left out, because ${reasons[cause]}.`);
  }
  const lines = [...named].flatMap(([cause, tests]) => [
    `Left out, because ${reasons[cause]}:`,
    ...[...tests].map((test) => `  ${test}`),
  ]);
  return { lines, complaints };
}

function show({ file, test }: Pick<Outcome, 'file' | 'test'>): string {
  return `${file}: ${test}`;
}
