import { foldText } from './fold.ts';
import { hasInitials, initialsPattern } from './initials.ts';

/** A piece of a text, in UTF-16 units: from `start` up to and without `end`. */
export interface TextRange {
  start: number;
  end: number;
}

/** Letters of which each is a character of its own and folds into one, so that places stay what they are. */
const plain =
  /^[\x20-\x7E\u3001-\u3011\u3041-\u3096\u30A1-\u30FA\u30FC\u3131-\u318E\u4E00-\u9FFF\uAC00-\uD7A3]*$/;
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Where folded words stand in a text as it is shown: in order, whole characters, never overlapping. */
export function findRanges(text: string, words: readonly string[]): TextRange[] {
  if (words.length === 0 || text === '') return [];
  const folded = foldText(text);
  const hits = words.flatMap((word) => [...hitsOf(folded, word)]);
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

function* hitsOf(folded: string, word: string): Generator<TextRange> {
  if (word === '') return;
  if (hasInitials(word)) {
    for (const { index, 0: found } of folded.matchAll(initialsPattern(word))) {
      yield { start: index, end: index + found.length };
    }
    return;
  }
  for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
    yield { start: at, end: at + word.length };
  }
}

/** Folding may change a text's length, so places are carried back character by character. */
function unfoldRanges(text: string, hits: TextRange[]): TextRange[] {
  if (plain.test(text)) return hits;
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
