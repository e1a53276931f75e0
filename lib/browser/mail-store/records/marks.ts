import type { MailKey } from '../../../mail/mail.ts';
import { isBlank, type MailMark } from '../../../mail/marks.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** What the user put on mails. */
    marks: { key: KeyTuple; value: MailMark; indexes: { tag: string } };
  }
}

/** The mark of one mail. */
export function findMark(transaction: AnyTransaction, key: MailKey): Promise<MailMark | undefined> {
  return transaction.objectStore('marks').get(keyTuple(key, key.id));
}

/** Every mark, of all accounts. */
export function listMarks(transaction: AnyTransaction): Promise<MailMark[]> {
  return transaction.objectStore('marks').getAll();
}

/** The marks with this tag. */
export function listMarksWithTag(transaction: AnyTransaction, tag: string): Promise<MailMark[]> {
  return transaction.objectStore('marks').index('tag').getAll(tag);
}

/** How many mails have this tag. */
export function countMarksWithTag(transaction: AnyTransaction, tag: string): Promise<number> {
  return transaction.objectStore('marks').index('tag').count(tag);
}

/** Writes a mark, or deletes one that says nothing. */
export function putMark(transaction: WriteTransaction, key: MailKey, mark: MailMark | undefined): void {
  if (mark === undefined || isBlank(mark)) deleteMark(transaction, key);
  else putUnawaited(transaction.objectStore('marks'), mark);
}

/** Deletes the mark of a mail. */
export function deleteMark(transaction: WriteTransaction, key: MailKey): void {
  deleteUnawaited(transaction.objectStore('marks'), keyTuple(key, key.id));
}
