import { foldText } from './fold.ts';
import { hasInitials, initialsPattern } from './initials.ts';
import { unfoldRanges, type TextRange } from './unfold.ts';

/** The ranges of folded words in a text as it is shown: in order, whole characters, never overlapping. */
export function findRanges(text: string, words: readonly string[]): TextRange[] {
  if (words.length === 0 || text === '') return [];
  const folded = foldText(text);
  const hits = words.flatMap((word) => [...hitsOf(folded, word)]);
  return hits.length === 0 ? [] : joinRanges(unfoldRanges(text, folded, hits));
}

/**
 * An excerpt of about `length` units around the first match, for the line under a subject; the beginning of the text
 * when there is none.
 */
export function excerptAround(text: string, words: readonly string[], length: number): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  const first = findFirst(flat, words);
  if (!first || first.end <= length) return flat.slice(0, characterBoundary(flat, length * 2));
  const from = Math.max(0, first.start - Math.floor(length / 3));
  // Starts at a word where one begins soon, and never inside a character.
  const space = flat.slice(from, first.start).indexOf(' ');
  const start = space === -1 ? characterBoundary(flat, from) : from + space + 1;
  return `…${flat.slice(start, characterBoundary(flat, start + length * 2))}`;
}

function findFirst(text: string, words: readonly string[]): TextRange | undefined {
  const folded = foldText(text);
  const hits = words.flatMap((word) => hitsOf(folded, word).next().value ?? []);
  return hits.length === 0 ? undefined : joinRanges(unfoldRanges(text, folded, hits))[0];
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** The furthest distance before an index at which its character may begin, in units. */
const characterAtMost = 64;

/** The last index up to `at` where a character ends. */
function characterBoundary(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const from = Math.max(0, at - characterAtMost);
  const around = text.slice(from, at + characterAtMost);
  return from + (graphemes.segment(around).containing(at - from)?.index ?? at - from);
}

function* hitsOf(folded: string, word: string): Generator<TextRange, void, undefined> {
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

function joinRanges(ranges: TextRange[]): TextRange[] {
  const joined: TextRange[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}
