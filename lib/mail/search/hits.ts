import { mailKeyText } from '../mail.ts';
import type { MailKey } from '../mail.ts';

/** Which of a searcher's mails match. Bytes by index instead of keys, for a hundred thousand mails. */
export interface Hits {
  /**
   * The searcher's mails, in its order, as `joinKeys` writes them: one long text is sent to the page faster than many.
   */
  keys: string;
  /** 1 at the index of each mail that matches, 0 at the others. */
  isHit: Uint8Array<ArrayBuffer>;
}

/** The `mailKeyText` of every mail, one per line. */
export function joinKeys(mails: readonly MailKey[]): string {
  return mails.map(mailKeyText).join('\n');
}

/** Creates a test of whether the mail at an index of `mails` matches; a mail unknown to the searcher does not. */
export function hitTest(
  mails: readonly MailKey[],
  keys: string,
): (isHit: Hits['isHit'], at: number) => boolean {
  // Usually both lists are the same.
  if (joinKeys(mails) === keys) return (isHit, at) => isHit[at] === 1;
  const places = new Map(keys.split('\n').map((key, place) => [key, place]));
  const own = Int32Array.from(mails, (mail) => places.get(mailKeyText(mail)) ?? -1);
  return (isHit, at) => isHit[own[at] ?? -1] === 1;
}
