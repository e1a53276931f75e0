import { replaceRuns, unitSet } from './unit-runs.ts';

/** Forms that differ in looks only: full and half width, small, circled, squared, ligatures, spaces. */
const looks =
  /[\u00A0\u00AA\u00B2\u00B3\u00B9\u00BA\u2000-\u200A\u2024-\u2026\u202F\u203C\u2047-\u2049\u205F\u2070-\u209C\u2100-\u218B\u2460-\u24FF\u3000\u3200-\u33FF\uFB00-\uFB06\uFE50-\uFE6B\uFF01-\uFF9F\uFFE0-\uFFE6]/;
const mathematicalLetters = '\uD835';

/**
 * Characters that show nothing: zero-width spaces, soft hyphens, marks of direction, variation selectors. Not the fillers
 * of Hangul, which take up room, and not the tags of flags (🏴󠁧󠁢󠁥󠁮󠁧󠁿), which make different pictures.
 */
const unseen =
  /[\u00AD\u034F\u061C\u17B4\u17B5\u180B-\u180F\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]|\uDB40[\uDD00-\uDDEF]/g;
const variationSelectors = '\uDB40';

const joiner = '\u200D';
/** Stands for a joiner that is left out with all that shows nothing, so that places stay what they are. */
const unseenUnit = '\u200C';
/** Between two emoji a joiner makes one of them (👩‍🚀); elsewhere it shows nothing. Emoji among the looks become letters. */
const emoji = '[\\p{Extended_Pictographic}--[‼⁉™ℹⓂ㊗㊙〰]]';
const idleJoiner = new RegExp(
  `(?<!${emoji}[\\uFE00-\\uFE0F\\u{1F3FB}-\\u{1F3FF}]?)${joiner}|${joiner}(?!${emoji})`,
  'gv',
);

/** Every mark that is read as a double quotation mark. */
export const doubleQuotes = '"“”„‟″〝〞〟＂';

/**
 * Marks that look alike or are on no keyboard, and the one that each is compared as. The dashes have neither ー, which makes
 * a vowel long, nor the letters 一 and ㅡ.
 */
const alike = new Map(
  Object.entries({
    '"': doubleQuotes.slice(1),
    "'": '‘’‚‛′ʹʻʼ`´｀',
    '-': '‐‑‒–—―⁃⁻₋−─﹘﹣－',
    '~': '〜～∼∿〰˜⁓',
    '...': '⋯',
    '·': '・･‧∙⋅ㆍ',
  }).flatMap(([one, marks]) => [...marks].map((mark) => [mark, one] as const)),
);

const rare = unitSet(
  new RegExp(`${looks.source}|${unseen.source}|[${joiner}${[...alike.keys()].join('')}]`, 'g'),
  mathematicalLetters + variationSelectors,
);
// Most texts have few of these, mostly one at a time and the same ones.
const foldedMarks = new Map<string, string>();

function foldRare(run: string, at: number, text: string): string {
  const known = foldedMarks.get(run);
  if (known !== undefined) return known;
  const hasJoiner = run.includes(joiner);
  const joined = hasJoiner ? foldJoiners(run, at, text) : run;
  const seen = [...joined.replace(unseen, '')];
  const folded = seen
    .map((mark) => alike.get(mark) ?? mark)
    .join('')
    .normalize('NFKC');
  if (run.length === 1 && !hasJoiner) foldedMarks.set(run, folded);
  return folded;
}

/** Whether a joiner stays depends on its neighbours: an emoji has two units, one with its colour of skin four. */
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
 * Writes a text the way it is compared: composed, in lower case, katakana as hiragana, half and full width alike, without
 * what shows nothing, marks that look alike as one, white space as `foldSpaces` has it. Hangul letters standing alone (ㅋㅋ)
 * stay what they are, so that a query of initial consonants differs from one of syllables.
 */
export function foldText(text: string): string {
  return foldSpaces(foldLetters(text));
}

/** `foldText` with white space left as it is written. */
export function foldLetters(text: string): string {
  const composed = text.normalize('NFC');
  const plain = replaceRuns(composed, rare, foldRare);
  const seen = plain === composed ? plain : plain.normalize('NFC');
  const lower = seen.toLowerCase();
  // "ΟΔΟΣ" is lowered with another last letter than the same letters inside a word.
  const folded = (lower === seen ? seen : lower.normalize('NFC')).replaceAll('ς', 'σ');
  // A search costs less than a look at every unit.
  return folded.search(anyKatakana) === -1 ? folded : replaceRuns(folded, katakana, writeHiragana);
}

/** Folded letters have no other white space than this. */
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
 * Writes runs of white space, line breaks among them, as one space, and as none beside Japanese and Chinese letters: these
 * are written without spaces, so that a line broken between two of them stays one phrase.
 */
export function foldSpaces(letters: string): string {
  const folded = letters.replace(breaks, ' ').replace(spaces, ' ');
  return mayBeSpaceless.test(folded) ? folded.replace(idleSpace, '') : folded;
}
