import { mailKeyText } from './mail.ts';
import type { MailKey } from './mail.ts';
import { joinNameChoices } from './name-choice.ts';
import type { NameChoice } from './name-choice.ts';

/** The colours a tag may have; the theme decides their shades. */
export const tagColors = ['rose', 'amber', 'olive', 'green', 'teal', 'blue', 'violet', 'grey'] as const;

export type TagColor = (typeof tagColors)[number];

/** A word a person puts on mails. */
export interface Tag {
  /** Made once, never shown. */
  id: string;
  /** One line, trimmed, never empty; no two tags have the same name by `tagNameKey`. */
  name: string;
  color: TagColor;
}

/** What a person put on one mail. The service hears of none of it. */
export interface MailMark extends MailKey {
  /** A star of one's own, or the taking away of the service's; absent: as received. */
  isStarred?: boolean;
  /** Absent: as received. */
  isUnread?: boolean;
  /** Ids of tags, in the order they were put on. */
  tags: string[];
  /** Empty: no note. */
  note: string;
}

/** A search kept under a name. */
export interface SavedSearch {
  id: string;
  name: string;
  /** The options of the viewer's address: `q=rain&sender=…`. */
  address: string;
}

/** Everything a person added to the mails. */
export interface Marks {
  tags: Tag[];
  mails: MailMark[];
  searches: SavedSearch[];
  /** How the reader's own name is shown; absent: nothing was chosen. */
  name?: NameChoice;
}

export const noMarks: Marks = { tags: [], mails: [], searches: [] };

/** What to do to the marks of mails; absent parts stay. `null` goes back to what was received. */
export interface MarkChange {
  isStarred?: boolean | null;
  isUnread?: boolean | null;
  addTags?: readonly string[];
  removeTags?: readonly string[];
  note?: string;
}

/** Several things that happen together or not at all. */
export interface MarksEdit {
  change?: { keys: readonly MailKey[]; change: MarkChange };
  /** Adds tags, or changes those of the same id. */
  putTags?: readonly Tag[];
  /** Takes the tag away, also from every mail. */
  deleteTag?: string;
  /** Every mail that has `from` gets `into` in its place; `from` is no more. */
  mergeTag?: { from: string; into: string };
  /** Writes marks of mails as they are, in the place of those there: to undo, or to bring back an archive's. */
  putMails?: readonly MailMark[];
  putSearches?: readonly SavedSearch[];
  deleteSearch?: string;
  /** Replaces the choice of the reader's name. */
  putName?: NameChoice;
}

/** The marks as the viewer sees them. */
export interface MarkLibrary {
  read(): Promise<Marks>;
  /** The part of `read` that decides how the reader's name is shown, without the rest. */
  readName(): Promise<NameChoice | undefined>;
  /** Called after marks changed, in any window. Returns the way to stop listening. */
  subscribe(onChange: () => void): () => void;
  /** Absent where nothing can be changed. */
  edit?(edit: MarksEdit): Promise<void>;
}

/** Marks nobody can change, as an unpacked archive has them. */
export function fixedMarks(marks: Marks): MarkLibrary {
  return {
    read: () => Promise.resolve(marks),
    readName: () => Promise.resolve(marks.name),
    subscribe: () => () => undefined,
  };
}

/** A tag's name as it is compared: case, width and spaces do not tell tags apart. */
export function tagNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** The mark after a change; undefined when nothing is left to keep. */
export function changeMark(
  key: MailKey,
  before: MailMark | undefined,
  change: MarkChange,
): MailMark | undefined {
  const { service, account, id } = key;
  const removed = new Set(change.removeTags);
  const added = (change.addTags ?? []).filter((tag) => !before?.tags.includes(tag));
  const mark: MailMark = {
    service,
    account,
    id,
    ...kept('isStarred', before?.isStarred, change.isStarred),
    ...kept('isUnread', before?.isUnread, change.isUnread),
    tags: [...(before?.tags ?? []), ...new Set(added)].filter((tag) => !removed.has(tag)),
    note: change.note ?? before?.note ?? '',
  };
  return isBlank(mark) ? undefined : mark;
}

/** The mark without what a change made of `before` into `after`, as far as nobody has changed it again; undefined when nothing is left. */
export function takeBackMark(
  now: MailMark,
  before: MailMark | undefined,
  after: MailMark,
): MailMark | undefined {
  const added = new Set(after.tags.filter((tag) => !before?.tags.includes(tag)));
  return changeMark(now, now, {
    ...(now.isStarred === after.isStarred && { isStarred: before?.isStarred ?? null }),
    ...(now.isUnread === after.isUnread && { isUnread: before?.isUnread ?? null }),
    ...(now.note === after.note && { note: before?.note ?? '' }),
    removeTags: now.tags.filter((tag) => added.has(tag)),
  });
}

/** Whether a mark says nothing, so that it need not be kept. */
export function isBlank(mark: MailMark): boolean {
  return (
    mark.isStarred === undefined && mark.isUnread === undefined && mark.tags.length === 0 && mark.note === ''
  );
}

/**
 * Joins marks that come from elsewhere with those there, for an import; answers what has to be written. What a person
 * decided here stays; tags of the same name are one; two different notes are kept, one below the other. With `keepsNotes` a
 * note here stays alone.
 */
export function joinMarks(mine: Marks, theirs: Marks, keepsNotes = false): JoinedMarks {
  const byName = new Map(mine.tags.map((tag) => [tagNameKey(tag.name), tag]));
  const known = new Set(mine.tags.map(({ id }) => id));
  const idHere = new Map<string, string>();
  const putTags: Tag[] = [];
  for (const tag of theirs.tags) {
    const same = known.has(tag.id) ? tag : byName.get(tagNameKey(tag.name));
    idHere.set(tag.id, same?.id ?? tag.id);
    if (same) continue;
    putTags.push(tag);
    known.add(tag.id);
    byName.set(tagNameKey(tag.name), tag);
  }
  const marksHere = new Map(mine.mails.map((mark) => [mailKeyText(mark), mark]));
  const putMails: MailMark[] = [];
  for (const mark of theirs.mails) {
    const here = marksHere.get(mailKeyText(mark));
    const tags = mark.tags.map((tag) => idHere.get(tag)).filter((tag) => tag !== undefined);
    const joined = changeMark(mark, here, {
      ...(here?.isStarred === undefined && mark.isStarred !== undefined && { isStarred: mark.isStarred }),
      ...(here?.isUnread === undefined && mark.isUnread !== undefined && { isUnread: mark.isUnread }),
      addTags: tags,
      note: keepsNotes && here?.note ? here.note : joinNotes(here?.note ?? '', mark.note),
    });
    if (joined && JSON.stringify(joined) !== JSON.stringify(here)) putMails.push(joined);
  }
  const searches = new Set(mine.searches.map(({ id }) => id));
  const name = joinNameChoices(mine.name, theirs.name);
  return {
    putTags,
    putMails,
    putSearches: theirs.searches.filter(({ id }) => !searches.has(id)),
    ...(name && name !== mine.name && { putName: name }),
  };
}

/** What `joinMarks` has to write. */
export type JoinedMarks = Required<Pick<MarksEdit, 'putTags' | 'putMails' | 'putSearches'>> &
  Pick<MarksEdit, 'putName'>;

function kept<Name extends string>(
  name: Name,
  before: boolean | undefined,
  change: boolean | null | undefined,
): Partial<Record<Name, boolean>> {
  const value = change === undefined ? before : (change ?? undefined);
  return value === undefined ? {} : ({ [name]: value } as Record<Name, boolean>);
}

function joinNotes(mine: string, theirs: string): string {
  const lines = new Set(mine.split('\n'));
  if (theirs === '' || theirs.split('\n').every((line) => lines.has(line))) return mine;
  return mine === '' ? theirs : `${mine}\n${theirs}`;
}
