import type { EarlierMail } from '../../../mail/merge.ts';
import { keysUnder, keyTuple } from '../database/keys.ts';
import type { BodyRecord, ReadTransaction } from '../database/schema.ts';

/** A mail's earlier versions, oldest first. `transaction` must hold `versions`. */
export async function readVersions(
  transaction: ReadTransaction,
  body: BodyRecord | undefined,
): Promise<EarlierMail[]> {
  if (!body || body.versionCount === 0) return [];
  const found = await transaction.objectStore('versions').getAll(keysUnder(...keyTuple(body, body.id)));
  return found.map(({ replacedAt, row, content }) => ({ replacedAt, row, content }));
}
