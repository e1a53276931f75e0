import { findRanges } from '../../../lib/mail/search/highlight.ts';
import { readBodyText } from './read-body-text.ts';

/**
 * Highlights the words that were searched for with the frame's own highlight registry, so that the mail's markup stays
 * unchanged. A browser without the CSS Custom Highlight API highlights none.
 */
export function highlightWords(inside: Document, words: readonly string[]): void {
  const view = inside.defaultView;
  if (!view || !('highlights' in view.CSS)) return;
  view.CSS.highlights.delete('found');
  if (words.length === 0) return;
  const found = new view.Highlight();
  // One at a time: a call accepts fewer arguments than a long mail has matches.
  for (const range of rangesOf(inside, words)) found.add(range);
  view.CSS.highlights.set('found', found);
}

/**
 * The ranges of the words: one in each text node that a match reaches into, so that nothing between the nodes is
 * highlighted.
 */
function* rangesOf(inside: Document, words: readonly string[]): Generator<Range> {
  const { text, pieces } = readBodyText(inside.body);
  let at = 0;
  for (const { start, end } of findRanges(text, words)) {
    for (let piece = pieces[at]; piece && piece.start < end; piece = pieces[++at]) {
      if (piece.end > start) {
        const range = inside.createRange();
        range.setStart(piece.node, Math.max(start, piece.start) - piece.start);
        range.setEnd(piece.node, Math.min(end, piece.end) - piece.start);
        yield range;
      }
      // The next match may be in the same node.
      if (piece.end >= end) break;
    }
  }
}
