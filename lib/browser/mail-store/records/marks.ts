import {
  changeMark,
  isBlank,
  type MailMark,
  type MarkLibrary,
  type Marks,
  type MarksEdit,
} from '../../../mail/marks.ts';
import { carryOver, type NameChoice, type SenderNickname } from '../../../mail/name-choice.ts';
import type { MailKey } from '../../../mail/mail.ts';
import type { Changes } from '../database/changes.ts';
import { keyTuple } from '../database/keys.ts';
import { Requests, type Connection } from '../database/open.ts';
import type { ReadTransaction, StoreName, WriteTransaction } from '../database/schema.ts';

/** Stores of what people put on mails; all but the tags and searches belong to one account. */
export const markStores: StoreName[] = ['marks', 'nicknames', 'tags', 'searches'];

/** Reads every mark, for viewer and archive; tags and searches in the order of their ids. */
export function readMarks(connection: Connection): Promise<Marks> {
  return connection.read(markStores, readMarksIn);
}

/** As `readMarks`, inside a transaction of the caller, which must hold `markStores`. */
export async function readMarksIn(transaction: ReadTransaction | WriteTransaction): Promise<Marks> {
  const [mails, name, tags, searches] = await Promise.all([
    transaction.objectStore('marks').getAll(),
    readNameIn(transaction),
    transaction.objectStore('tags').getAll(),
    transaction.objectStore('searches').getAll(),
  ]);
  return { mails, tags, searches, ...(name && { name }) };
}

/** The choice of the reader's name, also from the records of a time when there was one for each sender. */
export async function readNameIn(
  transaction: ReadTransaction | WriteTransaction,
): Promise<NameChoice | undefined> {
  const records = await transaction.objectStore('nicknames').getAll();
  const chosen = records.find((record) => 'mode' in record);
  if (chosen) return { mode: chosen.mode, written: chosen.written, own: chosen.own };
  return carryOver(records.filter((record): record is SenderNickname => !('mode' in record)));
}

/** Writes the one choice in the place of whatever was there; undefined: nothing is chosen any more. */
export async function putNameIn(transaction: WriteTransaction, name: NameChoice | undefined): Promise<void> {
  const nicknames = transaction.objectStore('nicknames');
  await nicknames.clear();
  if (name) await nicknames.put({ service: '', account: '', senderId: '', ...name });
}

/** The viewer's side of the marks. */
export function createMarkLibrary(connection: Connection, changes: Changes): MarkLibrary {
  return {
    read: () => readMarks(connection),
    readName: () => connection.read(['nicknames'], readNameIn),
    subscribe: (onChange) => changes.subscribe(onChange),
    async edit(edit) {
      await connection.write(markStores, 'relaxed', (transaction) => applyEdit(transaction, edit));
      changes.announce();
    },
  };
}

/** Carries an edit out inside a transaction of the caller, which must hold `markStores`. */
export async function applyEdit(transaction: WriteTransaction, edit: MarksEdit): Promise<void> {
  const requests = new Requests();
  const tags = transaction.objectStore('tags');
  const searches = transaction.objectStore('searches');
  for (const tag of edit.putTags ?? []) requests.add(tags.put(tag));
  for (const search of edit.putSearches ?? []) requests.add(searches.put(search));
  if (edit.putName) requests.add(putNameIn(transaction, edit.putName));
  for (const mark of edit.putMails ?? []) requests.add(putMark(transaction, mark, mark));
  if (edit.deleteSearch !== undefined) requests.add(searches.delete(edit.deleteSearch));
  await requests.all();
  if (edit.change) {
    const { keys, change } = edit.change;
    await changeMarks(transaction, keys, (key, before) => changeMark(key, before, change));
  }
  const { from, into } = edit.mergeTag ?? { from: edit.deleteTag, into: undefined };
  if (from === undefined || from === into) return;
  const marked = await transaction.objectStore('marks').index('tag').getAll(from);
  const change = { removeTags: [from], addTags: into === undefined ? [] : [into] };
  await changeMarks(transaction, marked, (key, before) => changeMark(key, before, change));
  await tags.delete(from);
}

async function changeMarks(
  transaction: WriteTransaction,
  keys: readonly MailKey[],
  change: (key: MailKey, before: MailMark | undefined) => MailMark | undefined,
): Promise<void> {
  const store = transaction.objectStore('marks');
  const before = await Promise.all(keys.map((key) => store.get(keyTuple(key, key.id))));
  const requests = new Requests();
  keys.forEach((key, at) => requests.add(putMark(transaction, key, change(key, before[at]))));
  await requests.all();
}

/** Writes a mark, or takes away one that says nothing. */
export async function putMark(
  transaction: WriteTransaction,
  key: MailKey,
  mark: MailMark | undefined,
): Promise<void> {
  const store = transaction.objectStore('marks');
  if (mark === undefined || isBlank(mark)) await store.delete(keyTuple(key, key.id));
  else await store.put(mark);
}
