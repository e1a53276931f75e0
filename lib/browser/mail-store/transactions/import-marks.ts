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
import type { ImportItem, ImportMarkItem, ImportWordItem, WriteTransaction } from '../database/schema.ts';
import { keyTuple } from '../database/keys.ts';
import { applyEdit, putMark, putNameIn, readMarksIn, readNameIn } from '../records/marks.ts';
import { Requests } from '../database/open.ts';

type Joined = ReturnType<typeof joinMarks>;
type MarkItem = ImportMarkItem | ImportWordItem;

/**
 * Joins what people put on mails with what is here, as `joinMarks`, inside a transaction of the caller, which must hold
 * `markStores` and `importItems`; what came of it is noted, so that the import can be undone. Safe to repeat.
 */
export async function importMarks(
  transaction: WriteTransaction,
  theirs: Marks,
  { id, keepsNotes }: { id: string; keepsNotes: boolean },
): Promise<void> {
  const mine = await readMarksIn(transaction);
  const joined = joinMarks(mine, theirs, keepsNotes);
  await applyEdit(transaction, joined);
  const requests = new Requests();
  for (const item of [...marksOf(id, mine, theirs, joined), ...wordsOf(id, mine, theirs, joined)])
    requests.add(noteItem(transaction, item));
  await requests.all();
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
  const item = { import: id, kind: 'nickname', ...noOwner, id: '', after: JSON.stringify(after) } as const;
  if (!put) return [{ ...item, did: 'held' }];
  return [mine ? { ...item, did: 'changed', before: JSON.stringify(mine) } : { ...item, did: 'added' }];
}

/** Where another file of the import spoke of it before, what stood before that is what an undo brings back. */
async function noteItem(transaction: WriteTransaction, item: MarkItem): Promise<void> {
  const items = transaction.objectStore('importItems');
  const earlier = await items.get(itemKey(item));
  if (!earlier || earlier.did === 'held') await items.put(item);
  else if (item.did !== 'held') await items.put({ ...earlier, after: item.after } as MarkItem);
}

const itemKey = ({ import: id, kind, service, account, id: its }: MarkItem) =>
  [id, kind, service, account, its] satisfies [string, string, string, string, string];

/** Whether an item is of something that people put on mails. */
export function isMarkItem(item: ImportItem | MarkItem): item is MarkItem {
  return item.kind !== 'mail' && item.kind !== 'asset';
}

/**
 * Takes back what an import did to something that people put on mails, inside a transaction of the caller: not what another
 * import brought too, and not what the person has changed since.
 */
export async function undoMark(transaction: WriteTransaction, item: MarkItem): Promise<void> {
  const items = transaction.objectStore('importItems');
  await items.delete(itemKey(item));
  if (item.did === 'held') return;
  const [heir] = await items.index('item').getAll([item.kind, item.service, item.account, item.id], 1);
  // Names that only this import brought go with it.
  const isPartOfName = item.kind === 'nickname' && item.did === 'changed';
  // It is the other import's now, and goes when that one is undone.
  if (heir && !isPartOfName) await items.put({ ...heir, did: item.did, before: item.before } as MarkItem);
  else if (item.kind === 'mark') await undoMailMark(transaction, item);
  else await undoWord(transaction, item);
}

async function undoMailMark(transaction: WriteTransaction, item: ImportMarkItem): Promise<void> {
  const now = await transaction.objectStore('marks').get(keyTuple(item, item.id));
  if (now) await putMark(transaction, now, takeBackMark(now, item.before, item.after));
}

async function undoWord(
  transaction: WriteTransaction,
  { kind, id, before, after }: ImportWordItem,
): Promise<void> {
  const isAsLeft = (now: Tag | SavedSearch | NameChoice | undefined) => JSON.stringify(now) === after;
  if (kind === 'search') {
    const searches = transaction.objectStore('searches');
    if (isAsLeft(await searches.get(id))) await searches.delete(id);
  } else if (kind === 'nickname') {
    if (isAsLeft(await readNameIn(transaction)))
      await putNameIn(transaction, before === undefined ? undefined : (JSON.parse(before) as NameChoice));
  } else {
    const tags = transaction.objectStore('tags');
    // Marks come before tags in the order of the keys: one that is still on a mail was put there by somebody else.
    const uses = await transaction.objectStore('marks').index('tag').count(id);
    if (uses === 0 && isAsLeft(await tags.get(id))) await tags.delete(id);
  }
}
