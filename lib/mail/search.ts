import { mailKeyText } from './mail.ts';
import type { MailRow } from './mail.ts';

/** One mail, ready to be searched. */
export interface SearchEntry {
  row: MailRow;
  /** Subject, sender, group and words, folded, one a line. */
  haystack: string;
}

/** A piece of a text, in UTF-16 units: from `start` up to and without `end`. */
export interface TextRange {
  start: number;
  end: number;
}

/** Writes a text the way it is compared: composed (NFC) and in lower case. */
export function foldText(text: string): string {
  // "ΟΔΟΣ" is lowered with another last letter than the same letters inside a word.
  return text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');
}

/** The words of a query, folded, each once. All of them have to stand in a mail, anywhere, also inside longer words. */
export function parseQuery(query: string): string[] {
  return [...new Set(foldText(query).split(/\s+/u))].filter((word) => word !== '');
}

/** Prepares rows for searching. `texts` holds words by `mailKeyText`; a mail without them is searched by its preview. */
export function buildSearchEntries(
  rows: readonly MailRow[],
  texts: ReadonlyMap<string, string>,
): SearchEntry[] {
  return rows.map((row) => ({
    row,
    haystack: foldText(
      [row.subject, row.from.name, row.group?.name ?? '', texts.get(mailKeyText(row)) ?? row.preview].join(
        '\n',
      ),
    ),
  }));
}

/** The entries that hold all words, in the order given. Without words, all of them. */
export function searchMails(entries: readonly SearchEntry[], words: readonly string[]): SearchEntry[] {
  return entries.filter(({ haystack }) => words.every((word) => haystack.includes(word)));
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Where words of `parseQuery` stand in a text as it is shown: in order, whole characters, never overlapping. */
export function findRanges(text: string, words: readonly string[]): TextRange[] {
  if (words.length === 0) return [];
  const folded = foldText(text);
  const hits: TextRange[] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
      hits.push({ start: at, end: at + word.length });
    }
  }
  return hits.length === 0 ? [] : joinRanges(unfoldRanges(text, hits));
}

/** A stretch of about `length` units around the first word found, for a line under a subject; the beginning if none is. */
export function excerptAround(text: string, words: readonly string[], length: number): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  const first = findRanges(flat, words)[0];
  if (!first || first.end <= length) return flat.slice(0, length * 2);
  const from = Math.max(0, first.start - Math.floor(length / 3));
  // At a word where one begins soon, and never in the middle of a surrogate pair.
  const space = flat.slice(from, first.start).indexOf(' ');
  const pair = /[\uDC00-\uDFFF]/.test(flat.charAt(from)) ? 1 : 0;
  const start = from + (space === -1 ? pair : space + 1);
  return `…${flat.slice(start, start + length * 2)}`;
}

/** Folding may change a text's length, so places are carried back character by character. */
function unfoldRanges(text: string, hits: readonly TextRange[]): TextRange[] {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const size = foldText(segment).length;
    for (let unit = 0; unit < size; unit++) {
      starts.push(index);
      ends.push(index + segment.length);
    }
  }
  return hits.map(({ start, end }) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? text.length }));
}

function joinRanges(ranges: TextRange[]): TextRange[] {
  const joined: TextRange[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}
