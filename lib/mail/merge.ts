import type { EarlierMail, KnownMail } from './known-mail.ts';
import type { MailContent } from './mail.ts';

export type { EarlierMail, KnownMail } from './known-mail.ts';

/**
 * What merging came to. `same`: nothing to learn, marks and earlier versions apart. `newer`: the incoming words replace the
 * stored ones, which are kept as a version. `older`: the incoming words are kept as a version.
 */
export type MergeOutcome = 'new' | 'same' | 'newer' | 'older';

/** Two states of a mail with the same words: stars and read marks come and go, the record may tell more or less. */
export function hasSameWords(
  a: Pick<KnownMail, 'row' | 'content'>,
  b: Pick<KnownMail, 'row' | 'content'>,
): boolean {
  return (
    a.row.subject === b.row.subject &&
    a.content.text === b.content.text &&
    a.content.htmlBody === b.content.htmlBody &&
    keysOf(a.content) === keysOf(b.content)
  );
}

function keysOf({ assets }: MailContent): string {
  return JSON.stringify(assets.map(({ key }) => key));
}

/** Whether there is nothing to read or see. */
function isEmpty({ content }: Pick<KnownMail, 'content'>): boolean {
  return content.text.trim() === '' && (content.htmlBody ?? '').trim() === '' && content.assets.length === 0;
}

/**
 * Joins what is stored with what comes in from another copy, and loses neither. Of two different states the one that the
 * other knows as an earlier version is the older; where neither tells, the stored one stays, unless it is empty. A star is
 * kept, a mail read anywhere is read. Whether the service still lists it is believed of the store when it was listed here
 * (`isListedHere`), otherwise a withdrawal told by either counts. Stored words that a sum proves damaged (`isDamaged`) give
 * way, and are kept as a version. `now` dates versions that come without a time.
 */
export function mergeMail(
  stored: KnownMail | undefined,
  incoming: KnownMail,
  { isListedHere, isDamaged = false, now }: { isListedHere: boolean; isDamaged?: boolean; now: string },
): { outcome: MergeOutcome; mail: KnownMail } {
  if (!stored) return { outcome: 'new', mail: incoming };
  const isWithdrawn = stored.row.isWithdrawn || (!isListedHere && incoming.row.isWithdrawn);
  const marks = {
    isStarred: stored.row.isStarred || incoming.row.isStarred,
    isUnread: stored.row.isUnread && incoming.row.isUnread,
    isWithdrawn,
  };
  const known = joinVersions(stored.versions, incoming.versions);
  const keepStored = (versions: EarlierMail[]): KnownMail => ({
    row: { ...stored.row, ...marks },
    content: stored.content,
    versions,
  });
  const takeIncoming = (versions: EarlierMail[]): KnownMail => ({
    row: { ...incoming.row, ...marks },
    content: incoming.content,
    versions,
  });
  const isKnownIn = (mail: KnownMail, versions: EarlierMail[]) =>
    versions.some((version) => hasSameWords(version, mail));

  if (isDamaged && !isEmpty(incoming)) {
    const { row, content } = stored;
    return { outcome: 'newer', mail: takeIncoming(joinVersions(known, [{ replacedAt: now, row, content }])) };
  }
  if (hasSameWords(stored, incoming)) return { outcome: 'same', mail: keepStored(known) };
  if (isKnownIn(incoming, stored.versions) || isEmpty(incoming))
    return { outcome: 'older', mail: keepStored(known) };
  if (isKnownIn(stored, incoming.versions) || isEmpty(stored))
    return { outcome: 'newer', mail: takeIncoming(known) };
  const { row, content } = incoming;
  return { outcome: 'older', mail: keepStored(joinVersions(known, [{ replacedAt: now, row, content }])) };
}

/** Both lists, each version once, oldest first. */
function joinVersions(a: EarlierMail[], b: EarlierMail[]): EarlierMail[] {
  const joined = [...a];
  for (const version of b) {
    const isThere = joined.some(
      (other) => other.replacedAt === version.replacedAt && hasSameWords(other, version),
    );
    if (!isThere) joined.push(version);
  }
  return joined.sort((one, other) =>
    one.replacedAt < other.replacedAt ? -1 : one.replacedAt > other.replacedAt ? 1 : 0,
  );
}
