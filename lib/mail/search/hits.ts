import { mailKeyText } from '../mail.ts';
import type { MailKey } from '../mail.ts';

/** Which of the mails a searcher knows hold what was looked for. Places and not keys, for a hundred thousand of them. */
export interface Hits {
  /** `mailKeyText` of every mail it knows; the same array until it was made ready again. */
  keys: readonly string[];
  /** 1 at the place of each mail that was found, 0 at the others. */
  isHit: Uint8Array<ArrayBuffer>;
}

/** At which place among the keys each mail is; -1: not there. */
export function placesAmong(mails: readonly MailKey[], keys: readonly string[]): Int32Array {
  let places: Map<string, number> | undefined;
  return Int32Array.from(mails, (mail, at) => {
    const key = mailKeyText(mail);
    // Mostly both are the same list.
    if (keys[at] === key) return at;
    places ??= new Map(keys.map((each, place) => [each, place]));
    return places.get(key) ?? -1;
  });
}
