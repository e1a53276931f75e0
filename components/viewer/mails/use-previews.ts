import { useEffect, useRef, useState } from 'preact/hooks';
import { excerptAround } from '../../../lib/mail/search/highlight.ts';
import type { MailSearch } from './use-mail-search.ts';

const excerptLength = 42;
const none: ReadonlyMap<string, string> = new Map();

/** The excerpt around the first match for each mail on screen; empty while there is no search. */
export function usePreviews(
  { words, searcher, textsKey }: MailSearch,
  keys: readonly string[],
  version: number,
): ReadonlyMap<string, string> {
  const [previews, setPreviews] = useState(none);
  const texts = useRef(new Map<string, string>());
  const wanted = words.length > 0 && textsKey !== undefined ? keys.join('\n') : '';
  useEffect(() => texts.current.clear(), [searcher, textsKey, version]);
  useEffect(() => {
    if (wanted === '') return;
    let isCurrent = true;
    const missing = wanted.split('\n').filter((key) => !texts.current.has(key));
    void searcher.textsOf(missing).then(
      (found) => {
        for (const [key, text] of found) texts.current.set(key, text);
        if (!isCurrent) return;
        const excerpts = wanted.split('\n').flatMap((key): [string, string][] => {
          const text = texts.current.get(key);
          return text === undefined ? [] : [[key, excerptAround(text, words, excerptLength)]];
        });
        setPreviews(new Map(excerpts));
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted, words, searcher, textsKey, version]);
  return wanted === '' ? none : previews;
}
