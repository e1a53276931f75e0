import { findRanges } from '../../../lib/mail/search/highlight.ts';

/** A text in which the words that were searched for are highlighted. */
export function Highlight({ text, words }: { text: string; words: readonly string[] }) {
  const ranges = findRanges(text, words);
  if (ranges.length === 0) return <>{text}</>;
  return (
    <>
      {ranges.map(({ start, end }, index) => (
        <>
          {text.slice(ranges[index - 1]?.end ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </>
      ))}
      {text.slice(ranges.at(-1)?.end ?? 0)}
    </>
  );
}
