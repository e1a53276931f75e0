import type { MailKey, MailKind, MailRow, SourceId } from '../mail.ts';
import type { MailMark, Tag } from '../marks.ts';
import { foldText } from './fold.ts';
import { isInRange } from './query.ts';
import type { DayRange, Query, Term } from './query.ts';

/** The conditions of the list besides text; absent conditions do not narrow. */
export interface MailFilter {
  service?: SourceId;
  /** Only with `service`. */
  account?: string;
  /** Only with `service`. */
  senderId?: string;
  kind?: MailKind;
  range?: DayRange;
  hasPictures?: true;
  isStarred?: true;
  isUnread?: true;
  /** A tag's id. */
  tag?: string;
}

/** What a filter needs to know besides the row. */
export interface FilterFacts {
  tags: readonly Tag[];
  markOf(mail: MailKey): MailMark | undefined;
  /** The day of a mail by its time, `2020-05-01`; undefined for a text that is not a time. */
  dayOf(receivedAt: string): string | undefined;
}

type RowTest = (row: MailRow) => boolean;

/** Compiles a filter, together with the conditions of a query that do not concern texts, into one test of a row. */
export function compileFilter(filter: MailFilter, query: Query, facts: FilterFacts): RowTest {
  const tests = [
    ...filterTests(filter, facts),
    ...query.terms.flatMap((term) => {
      const test = termTest(term, facts);
      return test ? [(row: MailRow) => test(row) !== term.isNot] : [];
    }),
  ];
  return (row) => tests.every((test) => test(row));
}

/**
 * The rows that pass, in the order given; `hasWords` returns by a row's index whether its mail contains the search
 * words.
 */
export function filterRows(
  rows: readonly MailRow[],
  test: RowTest,
  hasWords: ((at: number) => boolean) | undefined,
): MailRow[] {
  return rows.filter((row, at) => (hasWords === undefined || hasWords(at)) && test(row));
}

function* filterTests(filter: MailFilter, facts: FilterFacts): Generator<RowTest> {
  const { service, account, senderId, kind, range, tag } = filter;
  if (service !== undefined) yield (row) => row.service === service;
  if (account !== undefined) yield (row) => row.account === account;
  if (senderId !== undefined) yield (row) => row.from.id === senderId;
  if (kind !== undefined) yield (row) => row.kind === kind;
  if (range !== undefined) yield inRange(range, facts);
  if (filter.hasPictures) yield (row) => row.pictureCount > 0;
  if (filter.isStarred) yield (row) => row.isStarred;
  if (filter.isUnread) yield (row) => row.isUnread;
  if (tag !== undefined) yield (row) => facts.markOf(row)?.tags.includes(tag) ?? false;
}

/** A mail without a day is in no range. */
function inRange(range: DayRange, { dayOf }: FilterFacts): RowTest {
  return (row) => {
    const day = dayOf(row.receivedAt);
    return day !== undefined && isInRange(day, range);
  };
}

function termTest(term: Term, facts: FilterFacts): RowTest | undefined {
  switch (term.kind) {
    case 'text':
    case 'from':
      return undefined;
    case 'date':
      return inRange(term.range, facts);
    case 'tag': {
      const ids = facts.tags.filter(({ name }) => foldText(name).includes(term.text)).map(({ id }) => id);
      return (row) => facts.markOf(row)?.tags.some((id) => ids.includes(id)) ?? false;
    }
    case 'has':
      if (term.value === 'picture') return (row) => row.pictureCount > 0;
      if (term.value === 'video') return (row) => row.kind === 'video' || (row.videoCount ?? 0) > 0;
      return (row) => row.kind === 'voice' || (row.voiceCount ?? 0) > 0;
    case 'is':
      return isTest(term.value, facts);
  }
}

function isTest(value: Extract<Term, { kind: 'is' }>['value'], facts: FilterFacts): RowTest {
  switch (value) {
    case 'starred':
      return (row) => row.isStarred;
    case 'unread':
      return (row) => row.isUnread;
    case 'read':
      return (row) => !row.isUnread;
    case 'withdrawn':
      return (row) => row.isWithdrawn;
    case 'noted':
      return (row) => (facts.markOf(row)?.note ?? '') !== '';
  }
}
