import type { MailKey } from '../../../mail/mail.ts';
import { changeMark, type MailMark, type Marks, type MarksEdit } from '../../../mail/marks.ts';
import type { AnyTransaction, StoreName, WriteTransaction } from '../database/schema.ts';
import { findMark, listMarks, listMarksWithTag, putMark } from '../records/marks.ts';
import { putName, readName } from '../records/names.ts';
import { deleteSearch, listSearches, putSearch } from '../records/searches.ts';
import { deleteTag, listTags, putTag } from '../records/tags.ts';

/** Stores of what the user put on mails; only the marks belong to one account. */
export const markStores: StoreName[] = ['marks', 'names', 'tags', 'searches'];

/** Reads every mark inside a transaction of the caller, which must hold `markStores`; tags and searches in the order of their ids. */
export async function readMarks(transaction: AnyTransaction): Promise<Marks> {
  const [mails, name, tags, searches] = await Promise.all([
    listMarks(transaction),
    readName(transaction),
    listTags(transaction),
    listSearches(transaction),
  ]);
  return { mails, tags, searches, ...(name && { name }) };
}

/** Carries an edit out inside a transaction of the caller, which must hold `markStores`. */
export async function applyEdit(transaction: WriteTransaction, edit: MarksEdit): Promise<void> {
  for (const tag of edit.putTags ?? []) putTag(transaction, tag);
  for (const search of edit.putSearches ?? []) putSearch(transaction, search);
  for (const mark of edit.putMails ?? []) putMark(transaction, mark, mark);
  if (edit.deleteSearch !== undefined) deleteSearch(transaction, edit.deleteSearch);
  if (edit.putName) putName(transaction, edit.putName);
  if (edit.change) {
    const { keys, change } = edit.change;
    await changeMarks(transaction, keys, (key, before) => changeMark(key, before, change));
  }
  const { from, into } = edit.mergeTag ?? { from: edit.deleteTag, into: undefined };
  if (from === undefined || from === into) return;
  const marked = await listMarksWithTag(transaction, from);
  const change = { removeTags: [from], addTags: into === undefined ? [] : [into] };
  await changeMarks(transaction, marked, (key, before) => changeMark(key, before, change));
  deleteTag(transaction, from);
}

async function changeMarks(
  transaction: WriteTransaction,
  keys: readonly MailKey[],
  change: (key: MailKey, before: MailMark | undefined) => MailMark | undefined,
): Promise<void> {
  const before = await Promise.all(keys.map((key) => findMark(transaction, key)));
  keys.forEach((key, at) => putMark(transaction, key, change(key, before[at])));
}
