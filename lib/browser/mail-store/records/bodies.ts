import type { KnownMail } from '../../../mail/known-mail.ts';
import type { AccountKey, MailContent, MailKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** What the reader and the archive need of a mail, without its words, and what merging needs. Addresses have no query. */
export interface BodyRecord
  extends Omit<MailContent, 'text'>, Pick<KnownMail, 'origin' | 'isEdit' | 'replacedAt' | 'isAnsweredEmpty'> {
  /** How many earlier versions are kept. */
  versionCount: number;
  /** `sumOfMail` of row, words and this; absent on mails stored before there were sums, until they are checked. */
  sum?: string;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    bodies: { key: KeyTuple; value: BodyRecord };
  }
}

/**
 * A stored mail's parts as the reader wants them, also those that only a later version knows. Members are in one order, whatever
 * wrote the record: an archive of equal mails has equal bytes.
 */
export function contentOf(
  {
    service,
    account,
    id,
    htmlBody,
    raw,
    assets,
    origin: _origin,
    isEdit: _isEdit,
    replacedAt: _replacedAt,
    isAnsweredEmpty: _isAnsweredEmpty,
    versionCount: _versionCount,
    sum: _sum,
    ...later
  }: BodyRecord,
  text: string,
): MailContent {
  return {
    ...{ service, account, id, ...(htmlBody !== undefined && { htmlBody }), text, raw, assets },
    ...later,
  };
}

/** The body of one mail. */
export function findBody(transaction: AnyTransaction, key: MailKey): Promise<BodyRecord | undefined> {
  return transaction.objectStore('bodies').get(keyTuple(key, key.id));
}

/** The bodies of many mails by id; what is not there is left out. */
export function readBodies(
  transaction: AnyTransaction,
  owner: AccountKey,
  ids: readonly string[],
): Promise<Map<string, BodyRecord>> {
  return readMany(
    transaction.objectStore('bodies'),
    ids.map((id) => keyTuple(owner, id)),
  );
}

/** How many bodies the account has. */
export function countBodies(transaction: AnyTransaction, owner: AccountKey): Promise<number> {
  return transaction.objectStore('bodies').count(keysUnder(...accountTuple(owner)));
}

/** Writes a body in the place of what is there. */
export function putBody(transaction: WriteTransaction, body: BodyRecord): void {
  putUnawaited(transaction.objectStore('bodies'), body);
}

/** Deletes a mail's body. */
export function deleteBody(transaction: WriteTransaction, key: MailKey): void {
  deleteUnawaited(transaction.objectStore('bodies'), keyTuple(key, key.id));
}
