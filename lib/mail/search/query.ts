import { doubleQuotes, foldText } from './fold.ts';

/**
 * A range of days, as texts that compare like dates: `2020`, `2020-05`, `2020-05-01`; both ends are included, an absent
 * one is open.
 */
export interface DayRange {
  from?: string;
  to?: string;
}

/** The values that `has:` accepts. */
const hasValues = ['picture', 'video', 'voice'] as const;
/** The values that `is:` accepts. */
const isValues = ['starred', 'unread', 'read', 'noted', 'withdrawn'] as const;
/** A value of `hasValues`. */
export type HasValue = (typeof hasValues)[number];
/** A value of `isValues`. */
export type IsValue = (typeof isValues)[number];

/** One condition; `isNot` negates it. Texts are folded. */
export type Term = { isNot: boolean } & (
  | { kind: 'text'; text: string }
  | { kind: 'from'; text: string }
  | { kind: 'tag'; text: string }
  | { kind: 'date'; range: DayRange }
  | { kind: 'has'; value: HasValue }
  | { kind: 'is'; value: IsValue }
);

/** A parsed query. All its terms must match. */
export interface Query {
  terms: Term[];
  /** Conditions with a value that cannot be parsed, as typed; they are ignored. */
  unclear: string[];
}

const token = new RegExp(
  `([-－−]?)(?:(\\p{L}+)[:：])?(?:[${doubleQuotes}「]([^${doubleQuotes}「」]*)[${doubleQuotes}」]?|(\\S+)|(?<=[:：]))`,
  'gu',
);
const keys = ['from', 'date', 'has', 'is', 'tag'];

/**
 * Parses a query: words and “quoted phrases”, each of which must occur in a mail, also inside longer words; `from:`,
 * `date:`, `has:`, `is:`, `tag:`; a minus before any of them negates it.
 */
export function parseQuery(query: string): Query {
  const terms = new Map<string, Term>();
  const unclear: string[] = [];
  for (const [typed, minus, name, quoted, bare] of query.matchAll(token)) {
    const key = name === undefined ? '' : foldText(name);
    const value = foldText(quoted ?? bare ?? '').trim();
    const isNot = minus !== '';
    if (!keys.includes(key)) {
      const text = name === undefined ? value : foldText(`${name}:${value}`);
      if (text !== '') keep(terms, { kind: 'text', text, isNot });
      continue;
    }
    const term = readTerm(key, value);
    if (term) keep(terms, { ...term, isNot });
    else unclear.push(typed.trim());
  }
  return { terms: [...terms.values()], unclear };
}

/** The words to highlight in texts: those that must occur. */
export function wordsOf({ terms }: Query): string[] {
  return terms.flatMap((term) => (term.kind === 'text' && !term.isNot ? [term.text] : []));
}

/** The words to highlight in the name of a sender. */
export function sendersOf({ terms }: Query): string[] {
  return terms.flatMap((term) => (term.kind === 'from' && !term.isNot ? [term.text] : []));
}

/** Parses `2020`, `2020-05`, `2020-05-01`, also with `/` or `.` as separator, and `from..to` with either end open. */
export function parseDayRange(text: string): DayRange | undefined {
  const [first = '', second] = text.split('..', 2);
  const from = parseDay(first);
  const to = second === undefined ? from : parseDay(second);
  if ((first !== '' && from === undefined) || (second && to === undefined)) return undefined;
  if (from === undefined && to === undefined) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Whether a day, `2020-05-01`, is in the range. */
export function isInRange(day: string, { from, to }: DayRange): boolean {
  return (from === undefined || day >= from) && (to === undefined || day.slice(0, to.length) <= to);
}

function readTerm(key: string, value: string): DistributiveOmit<Term, 'isNot'> | undefined {
  if (value === '') return undefined;
  switch (key) {
    case 'from':
      return { kind: 'from', text: value };
    case 'tag':
      return { kind: 'tag', text: value };
    case 'date': {
      const range = parseDayRange(value);
      return range && { kind: 'date', range };
    }
    case 'has': {
      const found = hasValues.find((each) => each === value);
      return found && { kind: 'has', value: found };
    }
    default: {
      const found = isValues.find((each) => each === value);
      return found && { kind: 'is', value: found };
    }
  }
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

function parseDay(text: string): string | undefined {
  const match = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text);
  if (!match) return undefined;
  const [, year = '', month, day] = match;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  const start = `${year}-${month.padStart(2, '0')}`;
  if (day === undefined) return start;
  return Number(day) < 1 || Number(day) > 31 ? undefined : `${start}-${day.padStart(2, '0')}`;
}

function keep(terms: Map<string, Term>, term: Term): void {
  terms.set(JSON.stringify(term), term);
}
