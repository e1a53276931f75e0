/** Forms that differ in looks only: full and half width, circled, squared, ligatures, mathematical letters, spaces. */
const looks =
  /[\u00A0\u00AA\u00B2\u00B3\u00B9\u00BA\u2000-\u200A\u202F\u205F\u2070-\u209C\u2100-\u218B\u2460-\u24FF\u3000\u3200-\u33FF\uFB00-\uFB06\uFF01-\uFF9F\uFFE0-\uFFE6]+|[\u{1D400}-\u{1D7FF}]+/gu;
const katakana = /[\u30A1-\u30F6\u30FD\u30FE]/g;
const toHiragana = 0x60;

/**
 * Writes a text the way it is compared: composed, in lower case, katakana as hiragana, half and full width alike. Hangul
 * letters standing alone (ㅋㅋ) stay what they are, so that a query of initial consonants can be told from syllables.
 */
export function foldText(text: string): string {
  let folded = text.normalize('NFC');
  // Most texts have none of these, and a test costs less than a replacement.
  if (folded.search(looks) !== -1)
    folded = folded.replace(looks, (run) => run.normalize('NFKC')).normalize('NFC');
  // "ΟΔΟΣ" is lowered with another last letter than the same letters inside a word.
  folded = folded.toLowerCase().normalize('NFC').replaceAll('ς', 'σ');
  if (folded.search(katakana) === -1) return folded;
  return folded.replace(katakana, (letter) => String.fromCharCode(letter.charCodeAt(0) - toHiragana));
}
