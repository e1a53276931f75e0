import type { ImportOrigin, KnownMail } from './known-mail.ts';
import { exactKey, fullness, isWithin } from './same-words.ts';

/** What a backup knows of one mail. */
export type BackedUpMail = Pick<KnownMail, 'row' | 'content' | 'versions'>;

/**
 * A mail of a backup, for the store: all of it is of `origin`. An empty state replaces nothing, so of the states with the most
 * to say the last one is the newest. The backup's word on a withdrawal counts only where the service does not list the mail
 * (`isListedHere`).
 */
export function importedMail(incoming: BackedUpMail, origin: ImportOrigin, isListedHere: boolean): KnownMail {
  const { row, content } = incoming;
  const shown = { row, content, origin };
  const states = [...incoming.versions.map((version) => ({ ...version, origin })), shown];
  const most = Math.max(...states.map(fullness));
  const newest = states.findLast((state) => fullness(state) === most) ?? shown;
  const isCanceled = row.isCanceled === true || newest !== shown;
  const earlier = incoming.versions.filter((version) => exactKey(version) !== exactKey(newest));
  return {
    row: {
      ...newest.row,
      ...{ isStarred: row.isStarred, isUnread: row.isUnread, isWithdrawn: row.isWithdrawn && !isListedHere },
      ...(isCanceled && { isCanceled }),
    },
    ...{ content: newest.content, origin },
    ...(earlier.some((version) => isWithin(newest, version)) && { isEdit: true }),
    versions: earlier.map(({ replacedAt, row: old, content: words }) => ({
      ...{ replacedAt, row: old, content: words, origin },
    })),
  };
}
