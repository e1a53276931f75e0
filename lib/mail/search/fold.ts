import { replaceRuns, unitSet } from './unit-runs.ts';

/** Compatibility forms of other characters: full and half width, small, circled, squared, ligatures, spaces. */
const variants =
  /[\u00A0\u00AA\u00B2\u00B3\u00B9\u00BA\u2000-\u200A\u2024-\u2026\u202F\u203C\u2047-\u2049\u205F\u2070-\u209C\u2100-\u218B\u2460-\u24FF\u3000\u3200-\u33FF\uFB00-\uFB06\uFE50-\uFE6B\uFF01-\uFF9F\uFFE0-\uFFE6]/;
const mathematicalLetters = '\uD835';

/**
 * Invisible characters: zero-width spaces, soft hyphens, directional marks, variation selectors. The fillers of Hangul
 * are excluded, because they take up room, and so are the tags of flags (🏴󠁧󠁢󠁥󠁮󠁧󠁿), which make different
 * pictures.
 */
const unseen =
  /[\u00AD\u034F\u061C\u17B4\u17B5\u180B-\u180F\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]|\uDB40[\uDD00-\uDDEF]/g;
const variationSelectors = '\uDB40';

const joiner = '\u200D';
/** Replaces a joiner that is removed with the invisible characters, so that indices stay the same. */
const unseenUnit = '\u200C';
/**
 * Between two emoji a joiner combines them (👩‍🚀); elsewhere it is invisible. Emoji that are compatibility forms
 * become letters.
 */
const emoji = '[\\p{Extended_Pictographic}--[‼⁉™ℹⓂ㊗㊙〰]]';
const idleJoiner = new RegExp(
  `(?<!${emoji}[\\uFE00-\\uFE0F\\u{1F3FB}-\\u{1F3FF}]?)${joiner}|${joiner}(?!${emoji})`,
  'gv',
);

/** Every character that is read as a double quotation mark. */
export const doubleQuotes = '"“”„‟″〝〞〟＂';

/**
 * Characters that look alike or are on no keyboard, each with the one it is compared as. The dashes exclude ー, which
 * makes a vowel long, and the letters 一 and ㅡ.
 */
const alike = new Map(
  Object.entries({
    '"': doubleQuotes.slice(1),
    "'": '‘’‚‛′ʹʻʼ`´｀',
    '-': '‐‑‒–—―⁃⁻₋−─﹘﹣－',
    '~': '〜～∼∿〰˜⁓',
    '...': '⋯',
    '·': '・･‧∙⋅ㆍ',
  }).flatMap(([one, similar]) => [...similar].map((character) => [character, one] as const)),
);

const rare = unitSet(
  new RegExp(`${variants.source}|${unseen.source}|[${joiner}${[...alike.keys()].join('')}]`, 'g'),
  mathematicalLetters + variationSelectors,
);
// Most texts contain few of these characters, mostly one at a time and the same ones.
const foldedCharacters = new Map<string, string>();

function foldRare(run: string, at: number, text: string): string {
  const known = foldedCharacters.get(run);
  if (known !== undefined) return known;
  const hasJoiner = run.includes(joiner);
  const joined = hasJoiner ? foldJoiners(run, at, text) : run;
  const seen = [...joined.replace(unseen, '')];
  const folded = seen
    .map((character) => alike.get(character) ?? character)
    .join('')
    .normalize('NFKC');
  if (run.length === 1 && !hasJoiner) foldedCharacters.set(run, folded);
  return folded;
}

/** Whether a joiner stays depends on its neighbours: an emoji has two units, one with a skin tone four. */
function foldJoiners(run: string, at: number, text: string): string {
  const from = Math.max(0, at - 4);
  const start = at - from;
  const end = start + run.length;
  const marked = text
    .slice(from, at + run.length + 2)
    .replace(idleJoiner, (each, place: number) => (place < start || place >= end ? each : unseenUnit));
  return marked.slice(start, end);
}

const anyKatakana = /[\u30A1-\u30F6\u30FD\u30FE]/g;
const katakana = unitSet(anyKatakana);
const toHiragana = 0x60;

function writeHiragana(run: string): string {
  let written = '';
  for (let at = 0; at < run.length; at++) written += String.fromCharCode(run.charCodeAt(at) - toHiragana);
  return written;
}

/**
 * Normalises a text for comparison: composed, in lower case, katakana as hiragana, half and full width alike, without
 * invisible characters, similar characters as one, white space by `foldSpaces`. Hangul letters standing alone (ㅋㅋ) stay
 * unchanged, so that a query of initial consonants differs from one of syllables.
 */
export function foldText(text: string): string {
  return foldSpaces(foldLetters(text));
}

/** `foldText` with white space unchanged. */
export function foldLetters(text: string): string {
  const composed = text.normalize('NFC');
  const plain = replaceRuns(composed, rare, foldRare);
  const seen = plain === composed ? plain : plain.normalize('NFC');
  const lower = seen.toLowerCase();
  // In “ΟΔΟΣ” the last letter is lowered differently than inside a word.
  const folded = (lower === seen ? seen : lower.normalize('NFC')).replaceAll('ς', 'σ');
  // A search costs less than visiting every unit.
  return folded.search(anyKatakana) === -1 ? folded : replaceRuns(folded, katakana, writeHiragana);
}

/** Folded letters contain no other white space than this. */
export const space = /[ \t-\r\u0085\u1680\u2028\u2029]/;
// Two simple patterns take a third of the time of one that does both.
const breaks = /[\t-\r\u0085\u1680\u2028\u2029]+/g;
const spaces = / {2,}/g;
const spacelessUnit =
  '\\u3001-\\u3029\\u3031-\\u303F\\u3041-\\u3096\\u309B-\\u30FF\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF';
const mayBeSpaceless = new RegExp(`[${spacelessUnit}\\uD840-\\uD888]`);
const spaceless = `[${spacelessUnit}\\u{20000}-\\u{323AF}]`;
const idleSpace = new RegExp(` (?=${spaceless})|(?<=${spaceless}) (?!\\p{M})`, 'gu');

/**
 * Replaces runs of white space, including line breaks, with one space, and removes them beside Japanese and Chinese
 * letters: these are written without spaces, so that a line broken between two of them stays one phrase.
 */
function foldSpaces(letters: string): string {
  const folded = letters.replace(breaks, ' ').replace(spaces, ' ');
  return mayBeSpaceless.test(folded) ? folded.replace(idleSpace, '') : folded;
}
