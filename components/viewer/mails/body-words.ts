import { findRanges } from '../../../lib/mail/search/highlight.ts';
import { readWords } from './read-words.ts';

/**
 * Marks the words that were looked for by highlights of the frame's own registry, so that the mail's markup stays as it is.
 * A browser without such highlights shows none.
 */
export function markWords(inside: Document, words: readonly string[]): void {
  const view = inside.defaultView;
  if (!view || !('highlights' in view.CSS)) return;
  view.CSS.highlights.delete('found');
  if (words.length === 0) return;
  const found = new view.Highlight();
  // One at a time: a call takes fewer arguments than a long mail has places.
  for (const range of rangesOf(inside, words)) found.add(range);
  view.CSS.highlights.set('found', found);
}

/** Where the words stand: a range in each text that a place reaches into, so that nothing between the texts is marked. */
function* rangesOf(inside: Document, words: readonly string[]): Generator<Range> {
  const { text, pieces } = readWords(inside.body);
  let at = 0;
  for (const { start, end } of findRanges(text, words)) {
    for (let piece = pieces[at]; piece && piece.start < end; piece = pieces[++at]) {
      if (piece.end > start) {
        const range = inside.createRange();
        range.setStart(piece.node, Math.max(start, piece.start) - piece.start);
        range.setEnd(piece.node, Math.min(end, piece.end) - piece.start);
        yield range;
      }
      // The next place may be in the same text.
      if (piece.end >= end) break;
    }
  }
}
