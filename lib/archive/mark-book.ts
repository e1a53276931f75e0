import { mailKeyText, type AccountKey, type MailKey } from '../mail/mail.ts';
import type { MailMark, Marks } from '../mail/marks.ts';
import type { ArchiveScope } from './manifest.ts';

/** The person's marks, as volumes take them. */
export interface MarkBook {
  find(key: MailKey): MailMark | undefined;
  /** All that goes into a volume that holds these mails. */
  with(mails: MailMark[]): Marks;
}

/**
 * Marks of the accounts in an archive. Every volume has all tags; a part has only the tags its mails may have, and no saved
 * searches, which are about everything.
 */
export function createMarkBook(marks: Marks, accounts: readonly AccountKey[], scope: ArchiveScope): MarkBook {
  const isIncluded = ({ service, account }: AccountKey) =>
    accounts.some((each) => each.service === service && each.account === account);
  const byMail = new Map(marks.mails.map((mark) => [mailKeyText(mark), mark]));
  const isWhole = scope.kind === 'whole';
  return {
    find: (key) => byMail.get(mailKeyText(key)),
    with(mails) {
      const used = new Set(mails.flatMap(({ tags }) => tags));
      return {
        tags: isWhole ? marks.tags : marks.tags.filter(({ id }) => used.has(id)),
        mails,
        searches: isWhole ? marks.searches : [],
        nicknames: marks.nicknames.filter(isIncluded),
      };
    },
  };
}
