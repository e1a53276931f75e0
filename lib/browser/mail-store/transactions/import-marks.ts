import {
  joinMarks,
  tagNameKey,
  takeBackMark,
  type Marks,
  type SavedSearch,
  type Tag,
} from '../../../mail/marks.ts';
import { mailKeyText } from '../../../mail/mail.ts';
import type { NameChoice } from '../../../mail/name-choice.ts';
import type { WriteTransaction } from '../database/schema.ts';
import {
  deleteItem,
  findItem,
  isMarkItem,
  listItemsOf,
  putItem,
  type ImportMarkItem,
  type ImportWordItem,
  type MarkItem,
} from '../records/import-items.ts';
import { countMarksWithTag, findMark, putMark } from '../records/marks.ts';
import { putName, readName } from '../records/names.ts';
import { deleteSearch, findSearch } from '../records/searches.ts';
import { deleteTag, findTag } from '../records/tags.ts';
import { applyEdit, readMarks } from './edit-marks.ts';

type Joined = ReturnType<typeof joinMarks>;

/**
 * Joins what people put on mails with what is here, as `joinMarks`, inside a transaction of the caller, which must hold
 * `markStores` and `importItems`; what came of it is noted, so that the import can be undone. Safe to repeat.
 */
export async function importMarks(
  transaction: WriteTransaction,
  theirs: Marks,
  { id, keepsNotes }: { id: string; keepsNotes: boolean },
): Promise<void> {
  const mine = await readMarks(transaction);
  const joined = joinMarks(mine, theirs, keepsNotes);
  await applyEdit(transaction, joined);
  const items = [...marksOf(id, mine, theirs, joined), ...wordsOf(id, mine, theirs, joined)];
  await Promise.all(items.map((item) => noteItem(transaction, item)));
}

function marksOf(id: string, mine: Marks, theirs: Marks, joined: Joined): ImportMarkItem[] {
  const here = new Map(mine.mails.map((mark) => [mailKeyText(mark), mark]));
  const put = new Map(joined.putMails.map((mark) => [mailKeyText(mark), mark]));
  return theirs.mails.flatMap((mark): ImportMarkItem[] => {
    const name = mailKeyText(mark);
    const before = here.get(name);
    const after = put.get(name) ?? before;
    if (!after) return [];
    const { service, account } = mark;
    const item = { import: id, kind: 'mark', service, account, id: mark.id, after } as const;
    if (!put.has(name)) return [{ ...item, did: 'held' }];
    return [before ? { ...item, did: 'changed', before } : { ...item, did: 'added' }];
  });
}

function wordsOf(id: string, mine: Marks, theirs: Marks, joined: Joined): ImportWordItem[] {
  const tags = new Map(
    mine.tags.flatMap((tag): [string, Tag][] => [
      [tag.id, tag],
      [tagNameKey(tag.name), tag],
    ]),
  );
  const searches = new Map(mine.searches.map((search) => [search.id, search]));
  const made = <T extends Tag | SavedSearch>(
    kind: ImportWordItem['kind'],
    came: readonly T[],
    put: readonly T[],
    findHere: (one: T) => T | undefined,
  ): ImportWordItem[] =>
    came.flatMap((one) => {
      const did = put.includes(one) ? 'added' : 'held';
      const after = did === 'added' ? one : findHere(one);
      if (!after) return [];
      return [{ import: id, kind, ...noOwner, id: after.id, did, after: JSON.stringify(after) }];
    });
  return [
    ...made('tag', theirs.tags, joined.putTags, (tag) => tags.get(tag.id) ?? tags.get(tagNameKey(tag.name))),
    ...made('search', theirs.searches, joined.putSearches, (search) => searches.get(search.id)),
    ...nameOf(id, mine.name, theirs.name, joined.putName),
  ];
}

const noOwner = { service: '', account: '' } as const;

function nameOf(
  id: string,
  mine: NameChoice | undefined,
  theirs: NameChoice | undefined,
  put: NameChoice | undefined,
): ImportWordItem[] {
  const after = put ?? mine;
  if (!theirs || !after) return [];
  const item = { import: id, kind: 'name', ...noOwner, id: '', after: JSON.stringify(after) } as const;
  if (!put) return [{ ...item, did: 'held' }];
  return [mine ? { ...item, did: 'changed', before: JSON.stringify(mine) } : { ...item, did: 'added' }];
}

/** Where another file of the import spoke of it before, what stood before that is what an undo brings back. */
async function noteItem(transaction: WriteTransaction, item: MarkItem): Promise<void> {
  const earlier = await findItem(transaction, item);
  if (!earlier || earlier.did === 'held') putItem(transaction, item);
  else if (item.did !== 'held') putItem(transaction, { ...earlier, after: item.after } as MarkItem);
}

/**
 * Takes back what an import did to something that people put on mails, inside a transaction of the caller: not what another
 * import brought too, and not what the user has changed since.
 */
export async function undoMark(transaction: WriteTransaction, item: MarkItem): Promise<void> {
  deleteItem(transaction, item);
  if (item.did === 'held') return;
  const otherImport = (await listItemsOf(transaction, item)).find(isMarkItem);
  // Names that only this import brought go with it.
  const isPartOfName = item.kind === 'name' && item.did === 'changed';
  // It is the other import's now, and goes when that one is undone.
  if (otherImport && !isPartOfName)
    putItem(transaction, { ...otherImport, did: item.did, before: item.before } as MarkItem);
  else if (item.kind === 'mark') await undoMailMark(transaction, item);
  else await undoWord(transaction, item);
}

async function undoMailMark(transaction: WriteTransaction, item: ImportMarkItem): Promise<void> {
  const now = await findMark(transaction, item);
  if (now) putMark(transaction, now, takeBackMark(now, item.before, item.after));
}

async function undoWord(
  transaction: WriteTransaction,
  { kind, id, before, after }: ImportWordItem,
): Promise<void> {
  const isAsLeft = (now: Tag | SavedSearch | NameChoice | undefined) => JSON.stringify(now) === after;
  if (kind === 'search') {
    if (isAsLeft(await findSearch(transaction, id))) deleteSearch(transaction, id);
  } else if (kind === 'name') {
    if (isAsLeft(await readName(transaction)))
      putName(transaction, before === undefined ? undefined : (JSON.parse(before) as NameChoice));
  } else {
    // Marks come before tags in the order of the keys: one that is still on a mail was put there apart from the import.
    const uses = await countMarksWithTag(transaction, id);
    if (uses === 0 && isAsLeft(await findTag(transaction, id))) deleteTag(transaction, id);
  }
}
