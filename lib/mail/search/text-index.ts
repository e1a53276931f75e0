import type { MailRow } from '../mail.ts';
import { foldText } from './fold.ts';
import { hasInitials, initialsPattern } from './initials.ts';
import type { Term } from './query.ts';

/** Conditions on the words of a mail. */
export type TextTerm = Extract<Term, { kind: 'text' | 'from' }>;

/** The words of one mail, folded, and ready to be looked through. */
export interface MailWords {
  from: string;
  /** Subject, sender, group and text. */
  all: string;
}

/** Keeps the words of mails, so that each is folded once. What it holds is about as large as the texts themselves. */
export interface TextIndex {
  /** The words of a mail; folded anew only when its subject or its text are not what they were. */
  put(key: string, row: Pick<MailRow, 'subject' | 'from' | 'group'>, text: string): MailWords;
}

/** Conditions made ready: for one mail's sender, and for all of its words. */
export type TextTest = readonly { isNot: boolean; isFrom: boolean; test(folded: string): boolean }[];

/** Makes conditions ready, the longest word first, because it leaves the fewest mails. */
export function compileTerms(terms: readonly TextTerm[]): TextTest {
  return [...terms]
    .sort((a, b) => b.text.length - a.text.length)
    .map(({ kind, text, isNot }) => ({ isNot, isFrom: kind === 'from', test: testOf(text) }));
}

/** Whether all conditions hold for a mail. */
export function matchesAll(words: MailWords, test: TextTest): boolean {
  return test.every((each) => each.test(each.isFrom ? words.from : words.all) !== each.isNot);
}

/** Whether `terms` can only hold where `before` did: every condition is still there, or a longer word in its place. */
export function isNarrower(terms: readonly TextTerm[], before: readonly TextTerm[]): boolean {
  return before.every((old) =>
    terms.some(
      ({ kind, text, isNot }) =>
        kind === old.kind && isNot === old.isNot && (isNot ? text === old.text : text.includes(old.text)),
    ),
  );
}

/** An empty index. */
export function createTextIndex(): TextIndex {
  const entries = new Map<string, { subject: string; text: string; words: MailWords }>();
  return {
    put(key, { subject, from, group }, text) {
      const known = entries.get(key);
      if (known?.text === text && known.subject === subject) return known.words;
      // Folded texts have no line breaks, so that no phrase stands across two of them.
      const name = foldText(from.name);
      const all = [foldText(subject), name, foldText(group?.name ?? ''), foldText(text)].join('\n');
      const words = { from: name, all };
      entries.set(key, { subject, text, words });
      return words;
    },
  };
}

function testOf(text: string): (folded: string) => boolean {
  if (!hasInitials(text)) return (folded) => folded.includes(text);
  const pattern = initialsPattern(text);
  return (folded) => folded.search(pattern) !== -1;
}
