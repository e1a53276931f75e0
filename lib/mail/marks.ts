import { mailKeyText } from './mail.ts';
import type { MailKey } from './mail.ts';
import { joinNameChoices } from './name-choice.ts';
import type { NameChoice } from './name-choice.ts';

/** The colours a tag may have; the theme decides their shades. */
export const tagColors = ['rose', 'amber', 'olive', 'green', 'teal', 'blue', 'violet', 'grey'] as const;

/** A colour of `tagColors`. */
export type TagColor = (typeof tagColors)[number];

/** A label that the user puts on mails. */
export interface Tag {
  /** Generated once, never shown. */
  id: string;
  /** One line, trimmed, never empty; no two tags have the same name by `tagNameKey`. */
  name: string;
  color: TagColor;
}

/** The user's marks on one mail. They are never sent to the service. */
export interface MailMark extends MailKey {
  /** The user's star, or its removal; absent: as received. */
  isStarred?: boolean;
  /** Absent: as received. */
  isUnread?: boolean;
  /** Ids of tags, in the order they were added. */
  tags: string[];
  /** Empty when there is no note. */
  note: string;
}

/** A search saved under a name. */
export interface SavedSearch {
  id: string;
  name: string;
  /** The options of the viewer's address: `q=rain&sender=…`. */
  address: string;
}

/** Everything that the user added to the mails. */
export interface Marks {
  tags: Tag[];
  mails: MailMark[];
  searches: SavedSearch[];
  /** How the user's own name is shown; absent when nothing was chosen. */
  name?: NameChoice;
}

/** The marks before the user adds any. */
export const noMarks: Marks = { tags: [], mails: [], searches: [] };

/** A change to the marks of mails; absent fields stay. `null` returns to the value as received. */
export interface MarkChange {
  isStarred?: boolean | null;
  isUnread?: boolean | null;
  addTags?: readonly string[];
  removeTags?: readonly string[];
  note?: string;
}

/** Several changes that are applied together or not at all. */
export interface MarksEdit {
  change?: { keys: readonly MailKey[]; change: MarkChange };
  /** Adds tags, or replaces those with the same id. */
  putTags?: readonly Tag[];
  /** Deletes the tag and removes it from every mail. */
  deleteTag?: string;
  /** Replaces `from` by `into` on every mail and deletes `from`. */
  mergeTag?: { from: string; into: string };
  /** Replaces the marks of mails as given: to undo a change, or to import those of an archive. */
  putMails?: readonly MailMark[];
  putSearches?: readonly SavedSearch[];
  deleteSearch?: string;
  /** Replaces the choice of how the user's name is shown. */
  putName?: NameChoice;
}

/** The marks as the viewer sees them. */
export interface MarkLibrary {
  read(): Promise<Marks>;
  /** The field `name` of `read`, without the rest. */
  readName(): Promise<NameChoice | undefined>;
  /** Calls `onChange` after marks changed, in any window. Returns a function that ends the subscription. */
  subscribe(onChange: () => void): () => void;
  /** Absent where marks cannot be changed. */
  edit?(edit: MarksEdit): Promise<void>;
}

/** Marks that cannot be changed, as in an unpacked archive. */
export function fixedMarks(marks: Marks): MarkLibrary {
  return {
    read: () => Promise.resolve(marks),
    readName: () => Promise.resolve(marks.name),
    subscribe: () => () => undefined,
  };
}

/** A tag's name for comparison: names that differ only in case, width or spaces are the same tag. */
export function tagNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** The mark after a change; undefined when nothing is left to store. */
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

/**
 * The mark without the change from `before` to `after`, as far as it was not changed again; undefined when nothing is
 * left to store.
 */
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

/** Whether a mark is empty, so that it need not be stored. */
export function isBlank(mark: MailMark): boolean {
  return (
    mark.isStarred === undefined && mark.isUnread === undefined && mark.tags.length === 0 && mark.note === ''
  );
}

/**
 * Merges imported marks into the present ones; returns what must be written. The user's decisions here stay; tags with
 * the same name are one; two different notes are joined, one below the other. With `keepsNotes` a note here stays as it
 * is.
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

/** What `joinMarks` returns to be written. */
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
