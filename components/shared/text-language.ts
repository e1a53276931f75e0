/**
 * The language a text seems to be written in, for the `lang` of what people wrote: it decides the shapes of Chinese
 * characters and where lines may break. Undefined when its letters do not tell.
 */
export function findTextLanguage(text: string): 'ko' | 'ja' | undefined {
  const start = text.slice(0, 400);
  const hangul = start.match(/\p{Script=Hangul}/gu)?.length ?? 0;
  const kana = start.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  if (hangul === 0 && kana === 0) return undefined;
  return hangul >= kana ? 'ko' : 'ja';
}
