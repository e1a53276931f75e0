import { foldLetters, space } from './fold.ts';

/** A range of a text, in UTF-16 units: from `start` to before `end`. */
export interface TextRange {
  start: number;
  end: number;
}

/** The origin of each unit of a folded text, computed on demand. */
interface Origins {
  starts: number[];
  ends: number[];
}

/**
 * Units that fold into one unit each, whatever their neighbours; the last one before other units may belong to them.
 */
const plainUnit =
  '\\t\\n\\x20-\\x7E\\u3001-\\u3011\\u3041-\\u3096\\u30A1-\\u30FA\\u30FC\\u3131-\\u318C\\u4E00-\\u9FFF\\uAC00-\\uD7A3';
const notPlain = new RegExp(`[^${plainUnit}]`);
const plainRun = new RegExp(`[${plainUnit}]{1,4096}(?=[${plainUnit}]|$)`, 'g');
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Characters that may combine with the letter before them. */
const joinsBefore = /^[\p{M}\u1160-\u11FF\uD7B0-\uD7FB]/u;

/** Maps ranges of the folded text to the original text: whole characters, without invisible ones around them. */
export function unfoldRanges(text: string, folded: string, ranges: readonly TextRange[]): TextRange[] {
  // Folding such text can only remove spaces.
  if (folded.length === text.length && !notPlain.test(text)) return [...ranges];
  const { starts, ends } = spaceOrigins(letterOrigins(text), foldLetters(text), folded);
  return ranges.map(({ start, end }) => ({
    start: starts[start] ?? text.length,
    end: ends[end - 1] ?? text.length,
  }));
}

/** The origins of the units of `foldLetters`. */
function letterOrigins(text: string): Origins {
  const starts: number[] = [];
  const ends: number[] = [];
  const folds = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    plainRun.lastIndex = at;
    const run = plainRun.exec(text);
    const from = run?.index ?? text.length;
    for (const { start, end, size } of characters(text, at, from, folds)) {
      for (let unit = 0; unit < size; unit++) {
        starts.push(start);
        ends.push(end);
      }
    }
    at = from + (run?.[0].length ?? 0);
    for (let unit = from; unit < at; unit++) {
      starts.push(unit);
      ends.push(unit + 1);
    }
  }
  return { starts, ends };
}

/** The characters in a range, each with the number of units it folds into. */
function* characters(
  text: string,
  from: number,
  to: number,
  folds: Map<string, string>,
): Generator<TextRange & { size: number }> {
  let character: (TextRange & { size: number }) | undefined;
  for (const { segment, index } of from === to ? [] : graphemes.segment(text.slice(from, to))) {
    let folded = folds.get(segment);
    if (folded === undefined) {
      folded = foldLetters(segment);
      folds.set(segment, folded);
    }
    if (folded === '') continue;
    const end = from + index + segment.length;
    if (character && joinsBefore.test(folded)) {
      character.end = end;
      character.size = 0;
      continue;
    }
    if (character) yield sized(text, character);
    character = { start: from + index, end, size: folded.length };
  }
  if (character) yield sized(text, character);
}

/** A character combined with following ones is folded as a whole. */
function sized(text: string, character: TextRange & { size: number }): TextRange & { size: number } {
  const { start, end, size } = character;
  return size > 0 ? character : { start, end, size: foldLetters(text.slice(start, end)).length };
}

/** Folding white space keeps all other units, and at most one unit of each run. */
function spaceOrigins(origins: Origins, letters: string, folded: string): Origins {
  if (letters === folded) return origins;
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < letters.length;) {
    const from = at;
    at += 1;
    if (space.test(letters.charAt(from))) {
      while (at < letters.length && space.test(letters.charAt(at))) at += 1;
      if (folded.charAt(starts.length) !== ' ') continue;
    }
    starts.push(origins.starts[from] ?? 0);
    ends.push(origins.ends[at - 1] ?? 0);
  }
  return { starts, ends };
}
