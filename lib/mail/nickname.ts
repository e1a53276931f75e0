import { nameless } from './name-choice.ts';

/** The placeholder that services write for the user's name. */
export const placeholder = '%%%';

/** A placeholder in half or full width, the particle after it, and the letter after that. */
const placeholders = /[%％]{3}(은|는|이|가|을|를|과|와|아|야)?(?=(.?))/gsu;

/**
 * Replaces the placeholders with a name, and adapts the Korean particle after each. `written` is the name as it is
 * inserted, where markup characters need references.
 */
export function fillPlaceholders(text: string, shown: string, written = shown): string {
  return text.replace(placeholders, (_, particle: string | undefined, next: string) =>
    particle === undefined ? written : written + (isSyllable(next) ? particle : fitParticle(shown, particle)),
  );
}

const pairs = ['은는', '이가', '을를', '과와', '아야'];

/** The form of the particle that fits after a word; unchanged after a word whose pronunciation is unknown. */
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
  const composed = word.trim().normalize('NFC');
  const code = composed.charCodeAt(composed.length - 1);
  if (!(code >= firstSyllable && code <= lastSyllable)) return undefined;
  return (code - firstSyllable) % finals !== 0;
}

/** A syllable right after it means that the “particle” is the start of a longer ending: 이랑, 이는. */
function isSyllable(letter: string): boolean {
  return letter >= '가' && letter <= '힣';
}
