import type { EarlierMail, ImportOrigin, KnownMail, MailState } from './known-mail.ts';
import type { MailRow } from './mail.ts';
import { exactKey, fullness, isWithin, wordsKey } from './same-words.ts';

/** One state of a mail, on screen or not. */
interface Piece extends MailState {
  /** Something says that it was replaced. */
  isEarlier: boolean;
  /** ISO time; absent on a state that is on screen and was not replaced. */
  replacedAt?: string;
  isDamaged?: true;
}

/**
 * Joins two knowledges of one mail; `incoming` is the later one. The result does not depend on the order of imports, nor on
 * where among the answers of the service they come in, and joining again changes nothing. `now` dates what is replaced;
 * `isDamaged` says that the stored state on screen is.
 *
 * - A state without text and files leaves nothing where there is one with them. So does one without the reader's name where there
 *   is one with it, but for files that only the former has.
 * - The latest answer of the service is shown, otherwise the import that came first of those that no other knows as older.
 * - A damaged state is a version, unless the same words are there whole.
 * - Every other state is a version, but of an import none that only repeats what another one says, wholly or in part.
 */
export function joinMails(
  stored: KnownMail | undefined,
  incoming: KnownMail,
  { now, isDamaged = false }: { now: string; isDamaged?: boolean },
): KnownMail {
  const here = piecesOf(stored, isDamaged ? now : undefined);
  const there = piecesOf(incoming);
  const all = [...here, ...there];
  const most = Math.max(...all.filter(isWhole).map(fullness));
  const statesOf = (level: number): Piece[] => {
    const isOfLevel = (one: Piece) => isWhole(one) && fullness(one) === level;
    return withoutCopies(
      joinLive(here.filter(isOfLevel).filter(isLive), there.filter(isOfLevel).filter(isLive), now),
      joinImported(all.filter((one) => isOfLevel(one) && !isLive(one))),
    );
  };
  const whole = statesOf(most);
  const shown = whole.reduce((best, one) => (compareForShowing(one, best) < 0 ? one : best));
  const files = new Set(whole.flatMap(fileKeysOf));
  const nameless = most > 1 ? statesOf(1) : [];
  const versions = [
    ...whole.filter((one) => one !== shown),
    ...nameless.filter((one) => !fileKeysOf(one).every((key) => files.has(key))),
    ...joinDamaged(all, whole),
  ];

  const answered = [incoming, stored].find((mail) => mail && isAnswered(mail));
  const isAnsweredEmpty =
    answered !== undefined &&
    (answered.isAnsweredEmpty === true ||
      piecesOf(answered).some((one) => isLive(one) && !one.isEarlier && fullness(one) < most));
  return {
    row: { ...shown.row, ...joinMarks(stored, incoming, answered, isAnsweredEmpty) },
    content: shown.content,
    ...(shown.origin && { origin: shown.origin }),
    ...(shown.isEdit && { isEdit: shown.isEdit }),
    versions: versions.map((one) => versionOf(one, now)).sort(compareVersions),
    ...(shown.isEarlier && shown.replacedAt !== undefined && { replacedAt: shown.replacedAt }),
    ...(isAnsweredEmpty && { isAnsweredEmpty }),
  };
}

const fileKeysOf = ({ content }: Piece): string[] => content.assets.map(({ key }) => key);
const isWhole = ({ isDamaged }: Piece): boolean => isDamaged !== true;
const isLive = ({ origin }: MailState): boolean => origin === undefined;

/** Whether the service has answered what the mail says. */
function isAnswered(mail: KnownMail): boolean {
  return mail.isAnsweredEmpty === true || isLive(mail) || mail.versions.some(isLive);
}

/** The state on screen comes last; `damagedAt` is there when that one is damaged. */
function piecesOf(mail: KnownMail | undefined, damagedAt?: string): Piece[] {
  if (!mail) return [];
  const { row, content, origin, isEdit, replacedAt = damagedAt } = mail;
  const shown: Piece = {
    ...{ row, content, isEarlier: replacedAt !== undefined },
    ...(origin && { origin }),
    ...(isEdit && { isEdit }),
    ...(replacedAt !== undefined && { replacedAt }),
    ...(damagedAt !== undefined && { isDamaged: true }),
  };
  const earlier = mail.versions.map(({ isBeside, ...version }) => ({ ...version, isEarlier: !isBeside }));
  return [...earlier, shown].map((piece) => ({ ...piece, row: withoutMarks(piece.row) }));
}

/** Stars, read and withdrawn marks are the mail's: no state has its own. */
function withoutMarks({ isCanceled: _isCanceled, ...row }: MailRow): MailRow {
  return { ...row, isStarred: false, isUnread: false, isWithdrawn: false };
}

/** Each answer once. A later one makes all others earlier ones. */
function joinLive(stored: Piece[], incoming: Piece[], now: string): Piece[] {
  const isReplaced = incoming.some(({ isEarlier }) => !isEarlier);
  const joined = new Map<string, Piece>();
  for (const one of stored)
    joined.set(
      exactKey(one),
      isReplaced && !one.isEarlier ? { ...one, isEarlier: true, replacedAt: now } : one,
    );
  for (const one of incoming) joined.set(exactKey(one), one);
  return [...joined.values()];
}

/** Each imported state once. */
function joinImported(pieces: Piece[]): Piece[] {
  const joined = new Map<string, Piece>();
  for (const one of pieces) {
    const key = exactKey(one);
    const known = joined.get(key);
    joined.set(key, known ? joinSame(known, one) : one);
  }
  return [...joined.values()];
}

/** How much a backup knows of the place of a state among others. What it knows less of counts only where nothing knows more. */
const knowledgeOf = ({ isEarlier, isEdit }: Piece): number => (isEarlier ? 2 : isEdit ? 1 : 0);

function joinSame(a: Piece, b: Piece): Piece {
  if (knowledgeOf(a) !== knowledgeOf(b)) return knowledgeOf(a) > knowledgeOf(b) ? a : b;
  const kept = compareRecords(a, b) <= 0 ? a : b;
  const replacedAt = [a, b].flatMap((one) => one.replacedAt ?? []).sort(compareTexts)[0];
  return { ...kept, ...(replacedAt !== undefined && { replacedAt }) };
}

/** Each state once, without copies: imported states that are no known edits and whose words stand in another state. */
function withoutCopies(live: Piece[], imported: Piece[]): Piece[] {
  const answered = new Set(live.map(exactKey));
  const all = [...live, ...imported.filter((one) => !answered.has(exactKey(one)))];
  const keys = new Map(all.map((one) => [one, wordsKey(one)]));
  const isCopyOf = (one: Piece, other: Piece) => {
    if (one === other || !isWithin(one, other)) return false;
    return keys.get(one) !== keys.get(other) || !isMere(other) || compareRecords(other, one) < 0;
  };
  return all.filter((one) => !isMere(one) || !all.some((other) => isCopyOf(one, other)));
}

/** Nothing is known of its place among others. */
const isMere = (one: Piece): boolean => !isLive(one) && knowledgeOf(one) === 0;

/** Each damaged state once, unless it is there whole. */
function joinDamaged(pieces: Piece[], whole: Piece[]): Piece[] {
  const found = new Map(pieces.filter((one) => !isWhole(one)).map((one) => [exactKey(one), one]));
  for (const one of whole) found.delete(exactKey(one));
  return [...found.values()];
}

function compareForShowing(a: Piece, b: Piece): number {
  return (
    Number(a.isEarlier) - Number(b.isEarlier) ||
    Number(isLive(b)) - Number(isLive(a)) ||
    (a.isEarlier ? compareTexts(b.replacedAt ?? '', a.replacedAt ?? '') : 0) ||
    compareOrigins(a.origin, b.origin) ||
    compareTexts(exactKey(a), exactKey(b))
  );
}

/** Of the same words: those with markup, then those with the service's record, then those that came first. */
function compareRecords(a: Piece, b: Piece): number {
  const richness = ({ content }: Piece) =>
    (content.htmlBody === undefined ? 0 : 2) + (content.raw === '' ? 0 : 1);
  return (
    richness(b) - richness(a) ||
    compareOrigins(a.origin, b.origin) ||
    compareTexts(JSON.stringify([a.row, a.content]), JSON.stringify([b.row, b.content]))
  );
}

function compareOrigins(a: ImportOrigin | undefined, b: ImportOrigin | undefined): number {
  return compareTexts(a?.at ?? '', b?.at ?? '');
}

function compareVersions(a: EarlierMail, b: EarlierMail): number {
  return compareTexts(a.replacedAt, b.replacedAt) || compareTexts(exactKey(a), exactKey(b));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function versionOf(
  { row, content, origin, isEdit, isEarlier, isDamaged, replacedAt }: Piece,
  now: string,
): EarlierMail {
  return {
    ...{ replacedAt: replacedAt ?? now, row, content },
    ...(origin && { origin }),
    ...(isEdit && { isEdit }),
    ...(!isEarlier && { isBeside: true }),
    ...(isDamaged && { isDamaged }),
  };
}

/** Marks as the service last answered them; of imports alone every star, and a mail read anywhere is read. */
function joinMarks(
  stored: KnownMail | undefined,
  incoming: KnownMail,
  answered: KnownMail | undefined,
  isAnsweredEmpty: boolean,
): Pick<MailRow, 'isStarred' | 'isUnread' | 'isWithdrawn' | 'isCanceled'> {
  const rows = (answered ? [answered] : stored ? [stored, incoming] : [incoming]).map(({ row }) => row);
  const isCanceled = answered ? isAnsweredEmpty : rows.some((row) => row.isCanceled);
  return {
    isStarred: rows.some(({ isStarred }) => isStarred),
    isUnread: rows.every(({ isUnread }) => isUnread),
    isWithdrawn: stored?.row.isWithdrawn === true || incoming.row.isWithdrawn,
    ...(isCanceled && { isCanceled }),
  };
}
