import type { Nickname } from './marks.ts';

/** Where services that keep a place for the reader's name write it, in half and full width. */
const placeholder = '[%％]{3}';

/** What to do with the reader's name in the texts of one sender. */
export type NameRule = Pick<Nickname, 'written' | 'shown'>;

/** What stands where no name shall be seen; read aloud it ends in a consonant, as far as Korean particles care. */
export const nameless = '○○';

/**
 * The text as it is shown: the name written in it, and the places services keep for one, replaced, and the Korean particle
 * after them made to fit. The stored text is never touched.
 */
export function replaceName(text: string, { written, shown }: NameRule): string {
  const names = written === '' ? placeholder : `${escapePattern(written)}|${placeholder}`;
  const pattern = new RegExp(`(?:${names})(은|는|이|가|을|를|과|와|아|야)?(?=(.?))`, 'gsu');
  return text.replace(pattern, (_, particle: string | undefined, next: string) =>
    particle === undefined ? shown : shown + (isSyllable(next) ? particle : fitParticle(shown, particle)),
  );
}

const pairs = ['은는', '이가', '을를', '과와', '아야'];

/** The particle of the same meaning that fits after a word; as it was after one whose sound is not written. */
function fitParticle(word: string, particle: string): string {
  const pair = pairs.find((each) => each.includes(particle));
  const endsInConsonant = hasFinal(word);
  if (pair === undefined || endsInConsonant === undefined) return particle;
  return pair.charAt(endsInConsonant ? 0 : 1);
}

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const finals = 28;

function hasFinal(word: string): boolean | undefined {
  if (word.endsWith(nameless)) return true;
  const code = word
    .trim()
    .normalize('NFC')
    .charCodeAt(word.trim().normalize('NFC').length - 1);
  if (!(code >= firstSyllable && code <= lastSyllable)) return undefined;
  return (code - firstSyllable) % finals !== 0;
}

/** A syllable right after it means that the "particle" is the beginning of a longer ending: 이랑, 이는. */
function isSyllable(letter: string): boolean {
  return letter >= '가' && letter <= '힣';
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
