import { importedMail } from './imported-mail.ts';
import { joinMails } from './join-mails.ts';
import type { EarlierMail, KnownMail, Origin } from './known-mail.ts';
import { exactKey, fullness, isWithin, wordsKey } from './same-words.ts';

/**
 * What became of the incoming state. `new`: there was none. `same`: it has the words on screen. `newer`: it is on screen now.
 * `older`: something else is.
 */
export type MergeOutcome = 'new' | 'same' | 'newer' | 'older';

/** What the store knows besides the mail itself. */
export interface MergeFacts {
  /** The service lists the mail here, so that what a backup says of a withdrawal is out of date. */
  isListedHere: boolean;
  /** The stored state does not have the sum that it was stored with. */
  isDamaged?: boolean;
  /** ISO time that dates what is replaced. */
  now: string;
}

/**
 * Makes one mail of what is stored and what comes in, by the rules of `joinMails`, and loses neither. `incoming` has no origin
 * of its own: all of it is of `origin`. Returns `stored` itself when there is nothing to change.
 */
export function mergeMail(
  stored: KnownMail | undefined,
  incoming: KnownMail,
  origin: Origin,
  { isListedHere, isDamaged = false, now }: MergeFacts,
): { outcome: MergeOutcome; mail: KnownMail } {
  const given = origin.kind === 'live' ? incoming : importedMail(incoming, origin, isListedHere);
  if (!stored) {
    return { outcome: 'new', mail: given.versions.length === 0 ? given : joinMails(stored, given, { now }) };
  }
  const givesWay = isDamaged && fullness(given) >= fullness(stored) && !isLess(given, stored);
  const mail = joinMails(stored, given, { now, isDamaged: givesWay });
  return { outcome: outcomeOf(stored, given, mail, givesWay), mail: isEqual(stored, mail) ? stored : mail };
}

/** Whether the state says a part of what the other says, and no more. */
function isLess(state: KnownMail, other: KnownMail): boolean {
  return wordsKey(state) !== wordsKey(other) && isWithin(state, other);
}

function outcomeOf(stored: KnownMail, given: KnownMail, mail: KnownMail, givesWay: boolean): MergeOutcome {
  if (mail.content === given.content)
    return !givesWay && exactKey(given) === exactKey(stored) ? 'same' : 'newer';
  return wordsKey(given) === wordsKey(stored) ? 'same' : 'older';
}

function isEqual(stored: KnownMail, mail: KnownMail): boolean {
  return (
    stored.content === mail.content &&
    stored.origin === mail.origin &&
    stored.isEdit === mail.isEdit &&
    stored.replacedAt === mail.replacedAt &&
    stored.isAnsweredEmpty === mail.isAnsweredEmpty &&
    stored.row.isStarred === mail.row.isStarred &&
    stored.row.isUnread === mail.row.isUnread &&
    stored.row.isWithdrawn === mail.row.isWithdrawn &&
    stored.row.isCanceled === mail.row.isCanceled &&
    stored.versions.length === mail.versions.length &&
    stored.versions.every((version, at) => isEqualVersion(version, mail.versions[at]))
  );
}

function isEqualVersion(a: EarlierMail, b: EarlierMail | undefined): boolean {
  return (
    a.content === b?.content &&
    a.origin === b.origin &&
    a.isEdit === b.isEdit &&
    a.replacedAt === b.replacedAt &&
    a.isBeside === b.isBeside &&
    a.isDamaged === b.isDamaged
  );
}
