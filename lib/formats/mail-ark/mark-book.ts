import { mailKeyText, type MailKey } from '../../mail/mail.ts';
import type { MailMark, Marks } from '../../mail/marks.ts';
import type { ArchiveScope } from './manifest.ts';

/** The user's marks, as volumes take them. */
export interface MarkBook {
  find(key: MailKey): MailMark | undefined;
  /** All that goes into a volume that holds these mails. */
  with(mails: MailMark[]): Marks;
}

/**
 * Marks for an archive. Every volume has all tags, and how the reader's name is shown; a part has only the tags its mails may
 * have, and no saved searches, which are about everything.
 */
export function createMarkBook(marks: Marks, scope: ArchiveScope): MarkBook {
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
        ...(marks.name && { name: marks.name }),
      };
    },
  };
}
