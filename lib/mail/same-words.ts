import type { MailState } from './known-mail.ts';

type Words = Pick<MailState, 'row' | 'content'>;

/**
 * Text that two states share when a reader sees the same words and files in both: subject, text and keys of files. Markup,
 * white space and the order of files do not count.
 */
export function wordsKey(state: Words): string {
  return JSON.stringify([state.row.subject, textOf(state), [...keysOf(state)].sort()]);
}

/** Text that two states share when the service sent the same in both: as `wordsKey`, and also markup, white space and order. */
export function exactKey({ row, content }: Words): string {
  const keys = content.assets.map(({ key }) => key);
  return JSON.stringify([row.subject, content.text, content.htmlBody ?? null, keys]);
}

/**
 * How much a state has to say: 0 without text and files, whatever its subject; 1 without the reader's name; 2 otherwise. A
 * state that says less never replaces one that says more.
 */
export function fullness(state: MailState): 0 | 1 | 2 {
  if (state.content.assets.length === 0 && state.content.text.trim() === '') return 0;
  return state.origin?.isWithoutName ? 1 : 2;
}

/** Whether all that a state says stands in the other one too: each of subject, text and files is equal or not there. */
export function isWithin(state: Words, other: Words): boolean {
  const isLeftOut = (a: string, b: string) => a === '' || a === b;
  const keys = keysOf(other);
  return (
    isLeftOut(state.row.subject, other.row.subject) &&
    isLeftOut(textOf(state), textOf(other)) &&
    [...keysOf(state)].every((key) => keys.has(key))
  );
}

function textOf({ content }: Words): string {
  return content.text.replace(/\s+/g, ' ').trim();
}

function keysOf({ content }: Words): Set<string> {
  return new Set(content.assets.map(({ key }) => key));
}
