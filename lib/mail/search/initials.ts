/** Initial consonants as they stand alone, in the order of the syllables they begin. */
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const firstSyllable = 0xac00;
const syllablesOfInitial = 588;

/** Whether a folded word holds an initial consonant, which also finds the syllables that begin with it. */
export function hasInitials(word: string): boolean {
  return [...word].some((letter) => initials.includes(letter));
}

/** What finds a folded word in folded texts where `hasInitials`: ㅇㅈ finds 유진, and so does 유ㅈ. */
export function initialsPattern(word: string): RegExp {
  const letters = [...word].map((letter) => {
    const at = initials.indexOf(letter);
    if (at === -1) return letter.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    const from = firstSyllable + at * syllablesOfInitial;
    return `[${letter}${String.fromCharCode(from)}-${String.fromCharCode(from + syllablesOfInitial - 1)}]`;
  });
  return new RegExp(letters.join(''), 'g');
}
