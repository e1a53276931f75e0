/** Initial consonants as separate letters, in the order of the syllables they begin. */
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const firstSyllable = 0xac00;
const syllablesOfInitial = 588;

/** Whether a folded word contains an initial consonant, which also matches the syllables that begin with it. */
export function hasInitials(word: string): boolean {
  return [...word].some((letter) => initials.includes(letter));
}

/** The pattern that matches a folded word with initials in folded texts: ㅇㅈ matches 유진, and so does 유ㅈ. */
export function initialsPattern(word: string): RegExp {
  const letters = [...word].map((letter) => {
    const at = initials.indexOf(letter);
    if (at === -1) return letter.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    const from = firstSyllable + at * syllablesOfInitial;
    return `[${letter}${String.fromCharCode(from)}-${String.fromCharCode(from + syllablesOfInitial - 1)}]`;
  });
  return new RegExp(letters.join(''), 'g');
}
