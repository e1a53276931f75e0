import type { ErrorCode } from '../../../errors.ts';
import type { AccountKey, MailKey } from '../../../mail/mail.ts';
import { after } from '../database/batches.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** What the service answered about one mail, as received, until its mail is stored. The session's secrets are cut out before. */
export interface AnswerRecord extends MailKey {
  /** The listing's word for the state that was asked for. */
  version: string;
  /** ISO time. */
  receivedAt: string;
  /** As the server declared it, with its charset; absent where it did not. */
  contentType?: string;
  /** Not a text: the charset may be named only inside. A value of the record, because a Blob would be a file on disk. */
  bytes: ArrayBuffer;
  /** Why it could not be parsed, and by which version of the parser: a later one tries again. */
  failure?: { code: ErrorCode; parser: number };
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** Answers as received, beside what was parsed of them. */
    answers: { key: KeyTuple; value: AnswerRecord };
  }
}

/** The answer about one mail. */
export function findAnswer(transaction: AnyTransaction, key: MailKey): Promise<AnswerRecord | undefined> {
  return transaction.objectStore('answers').get(keyTuple(key, key.id));
}

/** Answers of the account in the order of their ids, `limit` at most, after that of `last`. */
export function listAnswers(
  transaction: AnyTransaction,
  owner: AccountKey,
  last: AnswerRecord | undefined,
  limit: number,
): Promise<AnswerRecord[]> {
  const range = after(keysUnder(...accountTuple(owner)), last && keyTuple(last, last.id));
  return transaction.objectStore('answers').getAll(range, limit);
}

/** Writes an answer in the place of the one before. */
export function putAnswer(transaction: WriteTransaction, answer: AnswerRecord): void {
  putUnawaited(transaction.objectStore('answers'), answer);
}

/** Deletes the answer about a mail. */
export function deleteAnswer(transaction: WriteTransaction, key: MailKey): void {
  deleteUnawaited(transaction.objectStore('answers'), keyTuple(key, key.id));
}
