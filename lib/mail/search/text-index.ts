import type { MailRow } from '../mail.ts';
import { foldText, hasInitials, initialsPattern } from './fold.ts';
import type { Term } from './query.ts';

/** Conditions on the words of a mail. */
export type TextTerm = Extract<Term, { kind: 'text' | 'from' }>;

/** The words of mails, folded, and ready to be looked through. */
export interface TextIndex {
  /** Whether the mail of this key is in, with this subject and these words. */
  has(key: string, row: Pick<MailRow, 'subject'>, text: string): boolean;
  /** Adds a mail, or puts it in the place of the one with its key. */
  put(key: string, row: Pick<MailRow, 'subject' | 'from' | 'group'>, text: string): void;
  /** Whether all conditions hold for a mail; one that is not in has no words. */
  matches(key: string, test: TextTest): boolean;
}

/** Conditions made ready: for one mail's sender, and for all of its words. */
export type TextTest = readonly { isNot: boolean; isFrom: boolean; test(folded: string): boolean }[];

/** Makes conditions ready, the longest word first, because it leaves the fewest mails. */
export function compileTerms(terms: readonly TextTerm[]): TextTest {
  return [...terms]
    .sort((a, b) => b.text.length - a.text.length)
    .map(({ kind, text, isNot }) => ({ isNot, isFrom: kind === 'from', test: testOf(text) }));
}

/** An empty index. What it holds is about as large as the texts themselves. */
export function createTextIndex(): TextIndex {
  const entries = new Map<string, { subject: string; text: string; from: string; words: string }>();
  return {
    has(key, { subject }, text) {
      const entry = entries.get(key);
      return entry?.text === text && entry.subject === subject;
    },
    put(key, { subject, from, group }, text) {
      const words = foldText([subject, from.name, group?.name ?? '', text].join('\n'));
      entries.set(key, { subject, text, from: foldText(from.name), words });
    },
    matches(key, test) {
      const entry = entries.get(key);
      return test.every((each) => each.test((each.isFrom ? entry?.from : entry?.words) ?? '') !== each.isNot);
    },
  };
}

function testOf(text: string): (folded: string) => boolean {
  if (!hasInitials(text)) return (folded) => folded.includes(text);
  const pattern = initialsPattern(text);
  return (folded) => folded.search(pattern) !== -1;
}
