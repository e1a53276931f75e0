/** What may stand in a slot of the report. */
export interface Kind {
  /** All that is ever printed; anything else becomes `otherwise`. */
  may: RegExp;
  otherwise: 'other' | 'unknown';
  /** `now` in milliseconds since 1970. */
  print(value: unknown, now: number): string;
}

const isOfReport = Symbol('is of the report');

/** A slot in a line that is filled from `From`. Only `field` and `part` make one, so no text gets past its kind. */
export interface Slot<From> {
  readonly [isOfReport]: true;
  print(source: From, now: number): string;
}

/** Fixed words with slots between them. */
export interface Line<From> {
  readonly [isOfReport]: true;
  print(source: From, now: number): string[];
}

/** The value as the kind prints it, and nothing but what the kind allows. */
export function printValue(kind: Kind, value: unknown, now: number): string {
  const printed = kind.print(value, now);
  return kind.may.test(printed) ? printed : kind.otherwise;
}

/** Makes slots of the kind: `count((facts) => facts.mails)`. */
export const field =
  (kind: Kind) =>
  <From>(from: (source: From) => unknown): Slot<From> => ({
    [isOfReport]: true,
    print: (source, now) => printValue(kind, from(source), now),
  });

/** A line within a line, filled from `of`; left out where that is undefined. */
export const part = <From, Inner>(
  of: (source: From) => Inner | undefined,
  inner: Line<Inner>,
): Slot<From> => ({
  [isOfReport]: true,
  print: (source, now) => printFound([inner], of(source), now).join(''),
});

/** Tags a template: its words are fixed, and between them stand slots. Throws where something else does. */
export function line<From>(words: TemplateStringsArray, ...slots: Slot<From>[]): Line<From> {
  if (!slots.every((slot) => isOfReport in slot)) throw new TypeError('Only a slot can stand in a line.');
  return {
    [isOfReport]: true,
    print: (source, now) => [words.map((word, at) => word + (slots[at]?.print(source, now) ?? '')).join('')],
  };
}

/** The lines, filled from `of`; left out where that is undefined. */
export const when = <From, Inner>(
  of: (source: From) => Inner | undefined,
  lines: readonly Line<Inner>[],
): Line<From> => ({
  [isOfReport]: true,
  print: (source, now) => printFound(lines, of(source), now),
});

/** The lines once for each item. */
export const each = <From, Inner>(
  of: (source: From) => readonly Inner[],
  lines: readonly Line<Inner>[],
): Line<From> => ({
  [isOfReport]: true,
  print: (source, now) => of(source).flatMap((item) => printLines(lines, item, now)),
});

/** The line once for all items it is equal for, with how many they are; sorted. */
export const tally = <From, Inner>(
  of: (source: From) => readonly Inner[],
  inner: Line<Inner>,
): Line<From> => ({
  [isOfReport]: true,
  print(source, now) {
    const times = new Map<string, number>();
    for (const text of of(source).flatMap((item) => inner.print(item, now)))
      times.set(text, (times.get(text) ?? 0) + 1);
    return [...times].sort().map(([text, count]) => `${text} × ${count}`);
  },
});

/** The lines, filled. */
export const printLines = <From>(lines: readonly Line<From>[], source: From, now: number): string[] =>
  lines.flatMap((each) => each.print(source, now));

const printFound = <Inner>(lines: readonly Line<Inner>[], found: Inner | undefined, now: number): string[] =>
  found === undefined ? [] : printLines(lines, found, now);
