import type { MailRow } from '../mail.ts';
import { foldText } from './fold.ts';
import { hasInitials, initialsPattern } from './initials.ts';
import type { Term } from './query.ts';

/** The terms that concern the text of a mail. */
export type TextTerm = Extract<Term, { kind: 'text' | 'from' }>;

/** The text of one mail, folded for searching. */
export interface FoldedMail {
  from: string;
  /** Subject, sender, group and text. */
  all: string;
}

/** Caches the folded texts of mails, so that each is folded once. Its size is about that of the texts themselves. */
export interface TextIndex {
  /** The folded text of a mail; folded again only when its subject or its text has changed. */
  put(key: string, row: Pick<MailRow, 'subject' | 'from' | 'group'>, text: string): FoldedMail;
}

/** Compiled terms: each tests the sender or the whole text of one mail. */
export type TextTest = readonly { isNot: boolean; isFrom: boolean; test(folded: string): boolean }[];

/** Compiles terms, the longest word first, because it matches the fewest mails. */
export function compileTerms(terms: readonly TextTerm[]): TextTest {
  return [...terms]
    .sort((a, b) => b.text.length - a.text.length)
    .map(({ kind, text, isNot }) => ({ isNot, isFrom: kind === 'from', test: testOf(text) }));
}

/** Whether a mail matches all terms. */
export function matchesAll(mail: FoldedMail, test: TextTest): boolean {
  return test.every((each) => each.test(each.isFrom ? mail.from : mail.all) !== each.isNot);
}

/** Whether `terms` can only match where `before` did: every term is still there, or has a longer word in its place. */
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
  const entries = new Map<string, { subject: string; text: string; folded: FoldedMail }>();
  return {
    put(key, { subject, from, group }, text) {
      const known = entries.get(key);
      if (known?.text === text && known.subject === subject) return known.folded;
      // Folded texts have no line breaks, so that no phrase matches across two of them.
      const name = foldText(from.name);
      const all = [foldText(subject), name, foldText(group?.name ?? ''), foldText(text)].join('\n');
      const folded = { from: name, all };
      entries.set(key, { subject, text, folded });
      return folded;
    },
  };
}

function testOf(text: string): (folded: string) => boolean {
  if (!hasInitials(text)) return (folded) => folded.includes(text);
  const pattern = initialsPattern(text);
  return (folded) => folded.search(pattern) !== -1;
}
