import { mailKeyText } from '../mail.ts';
import type { MailKey } from '../mail.ts';

/** Which of the mails a searcher knows hold what was looked for. Places and not keys, for a hundred thousand of them. */
export interface Hits {
  /** Which mails it knows, in its order, as `joinKeys` writes them: one long text crosses to a page at once. */
  keys: string;
  /** 1 at the place of each mail that was found, 0 at the others. */
  isHit: Uint8Array<ArrayBuffer>;
}

/** `mailKeyText` of every mail, one a line. */
export function joinKeys(mails: readonly MailKey[]): string {
  return mails.map(mailKeyText).join('\n');
}

/** Tells by a mail's place among `mails` whether it was found; a mail that the searcher does not know was not. */
export function hitTest(
  mails: readonly MailKey[],
  keys: string,
): (isHit: Hits['isHit'], at: number) => boolean {
  // Mostly both are the same list.
  if (joinKeys(mails) === keys) return (isHit, at) => isHit[at] === 1;
  const places = new Map(keys.split('\n').map((key, place) => [key, place]));
  const own = Int32Array.from(mails, (mail) => places.get(mailKeyText(mail)) ?? -1);
  return (isHit, at) => isHit[own[at] ?? -1] === 1;
}
