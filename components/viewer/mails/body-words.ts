import { findRanges } from '../../../lib/mail/search/highlight.ts';

/** Shows the reader's name in a mail's texts as it was chosen. Only texts change, no element. */
export function renameTexts(inside: Document, rename: (text: string) => string): void {
  for (const text of textsOf(inside)) {
    const renamed = rename(text.data);
    if (renamed !== text.data) text.data = renamed;
  }
}

/**
 * Marks the words that were looked for by highlights of the frame's own registry, so that the mail's markup stays as it is.
 * A browser without such highlights shows none.
 */
export function markWords(inside: Document, words: readonly string[]): void {
  const view = inside.defaultView;
  if (!view || !('highlights' in view.CSS)) return;
  view.CSS.highlights.delete('found');
  if (words.length === 0) return;
  const ranges = textsOf(inside).flatMap((text) =>
    findRanges(text.data, words).map(({ start, end }) => {
      const range = inside.createRange();
      range.setStart(text, start);
      range.setEnd(text, end);
      return range;
    }),
  );
  view.CSS.highlights.set('found', new view.Highlight(...ranges));
}

function textsOf(inside: Document): Text[] {
  const walker = inside.createTreeWalker(inside.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  return texts;
}
