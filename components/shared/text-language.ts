/**
 * Guesses the language of a text for the `lang` attribute, which decides the shapes of Chinese characters and where
 * lines may break. Undefined when its letters are of neither language.
 */
export function findTextLanguage(text: string): 'ko' | 'ja' | undefined {
  const start = text.slice(0, 400);
  const hangul = start.match(/\p{Script=Hangul}/gu)?.length ?? 0;
  const kana = start.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  if (hangul === 0 && kana === 0) return undefined;
  return hangul >= kana ? 'ko' : 'ja';
}
