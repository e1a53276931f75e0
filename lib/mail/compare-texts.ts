/** A piece of two compared texts: in both, only in the first, or only in the second. */
export interface TextPiece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** More differences are too many to read word by word, and finding the fewest takes too long. */
const mostEdits = 1_000;

/**
 * Compares two texts word by word, in order. The pieces that are the same or removed make up `before`, those that are
 * the same or added make up `after`. Words are segmented in the given language, so that Japanese is not one long word.
 * Texts with little in common are reported as replaced between their equal ends.
 */
export function compareTexts(before: string, after: string, language: string): TextPiece[] {
  const [old, fresh] = [wordsOf(before, language), wordsOf(after, language)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  ) {
    end += 1;
  }
  const oldMiddle = old.slice(start, old.length - end);
  const freshMiddle = fresh.slice(start, fresh.length - end);
  const middle = findEdits(oldMiddle, freshMiddle) ?? [
    { kind: 'removed', text: oldMiddle.join('') },
    { kind: 'added', text: freshMiddle.join('') },
  ];
  return joinPieces([
    { kind: 'same', text: old.slice(0, start).join('') },
    ...middle,
    { kind: 'same', text: old.slice(old.length - end).join('') },
  ]);
}

function wordsOf(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * The fewest edits that turn one list of words into another (Myers, “An O(ND) difference algorithm”, 1986), one word at
 * a time; undefined where there are too many. On the diagonal `k`, a path is `k` words further in `old` than in
 * `fresh`.
 */
function findEdits(old: readonly string[], fresh: readonly string[]): TextPiece[] | undefined {
  const most = Math.min(mostEdits, old.length + fresh.length);
  const zero = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const steps: Int32Array[] = [];
  const startOn = (
    reached: Int32Array,
    base: number,
    k: number,
    edits: number,
  ): [at: number, isAdding: boolean] => {
    const [less, more] = [reached[base + k - 1] ?? 0, reached[base + k + 1] ?? 0];
    const isAdding = k === -edits || (k !== edits && less < more);
    return [isAdding ? more : less + 1, isAdding];
  };
  for (let edits = 0; edits <= most; edits++) {
    steps.push(furthest.slice(zero - edits - 1, zero + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      let at = edits === 0 ? 0 : startOn(furthest, zero, k, edits)[0];
      while (at < old.length && at - k < fresh.length && old[at] === fresh[at - k]) at += 1;
      furthest[zero + k] = at;
      if (at >= old.length && at - k >= fresh.length) return walkBack();
    }
  }
  return undefined;

  function walkBack(): TextPiece[] {
    const pieces: TextPiece[] = [];
    let [at, freshAt] = [old.length, fresh.length];
    for (let edits = steps.length - 1; edits > 0; edits--) {
      const k = at - freshAt;
      const [start, isAdding] = startOn(steps[edits] ?? furthest, edits + 1, k, edits);
      while (at > start) pieces.push({ kind: 'same', text: old[--at] ?? '' });
      freshAt = at - k;
      if (isAdding) pieces.push({ kind: 'added', text: fresh[--freshAt] ?? '' });
      else pieces.push({ kind: 'removed', text: old[--at] ?? '' });
    }
    while (at > 0) pieces.push({ kind: 'same', text: old[--at] ?? '' });
    return pieces.reverse();
  }
}

/**
 * Joins neighbouring pieces of the same kind. White space alone between two changes is counted as changed, because it
 * would not separate them visibly.
 */
function joinPieces(pieces: readonly TextPiece[]): TextPiece[] {
  const joined: TextPiece[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    if (removed !== '') joined.push({ kind: 'removed', text: removed });
    if (added !== '') joined.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const [index, { kind, text }] of pieces.entries()) {
    if (text === '') continue;
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (
      removed !== '' &&
      added !== '' &&
      text.trim() === '' &&
      !text.includes('\n') &&
      isChange(pieces[index + 1])
    ) {
      removed += text;
      added += text;
    } else {
      flush();
      const last = joined.at(-1);
      if (last?.kind === 'same') last.text += text;
      else joined.push({ kind: 'same', text });
    }
  }
  flush();
  return joined;
}

function isChange(piece: TextPiece | undefined): boolean {
  return piece !== undefined && piece.kind !== 'same' && piece.text !== '';
}
