import type { EarlierMail } from '../../../mail/known-mail.ts';
import type { MailKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import { keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';
import type { BodyRecord } from './bodies.ts';

/** A state of a mail that is not on screen; `number` counts from 0, the oldest. */
export interface VersionRecord extends MailKey, EarlierMail {
  number: number;
  /** As in `BodyRecord`. */
  sum?: string;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    versions: { key: [...KeyTuple, number: number]; value: VersionRecord };
  }
}

/** A mail's earlier versions as they are stored, oldest first. */
export function listVersions(transaction: AnyTransaction, key: MailKey): Promise<VersionRecord[]> {
  return transaction.objectStore('versions').getAll(keysUnder(...keyTuple(key, key.id)));
}

/** A mail's earlier versions, oldest first; nothing is read where its body says that there are none. */
export async function readVersions(
  transaction: AnyTransaction,
  body: BodyRecord | undefined,
): Promise<EarlierMail[]> {
  if (!body || body.versionCount === 0) return [];
  const found = await listVersions(transaction, body);
  return found.map(
    ({ service: _service, account: _account, id: _id, number: _number, sum: _sum, ...version }) => version,
  );
}

/** Writes a version in the place of the one of its number. */
export function putVersion(transaction: WriteTransaction, version: VersionRecord): void {
  putUnawaited(transaction.objectStore('versions'), version);
}

/** Deletes every version of a mail. */
export function deleteVersions(transaction: WriteTransaction, key: MailKey): void {
  deleteUnawaited(transaction.objectStore('versions'), keysUnder(...keyTuple(key, key.id)));
}
