import type { CheckRecord } from '../../../import/check.ts';
import { putUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** How the last checks of store and ZIPs stand. */
    checks: { key: string; value: CheckRecord };
  }
}

/** Every check, newest first. */
export async function listChecks(transaction: AnyTransaction): Promise<CheckRecord[]> {
  const records = await transaction.objectStore('checks').getAll();
  return records.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** Writes a check in the place of the one of its id. */
export function putCheck(transaction: WriteTransaction, record: CheckRecord): void {
  putUnawaited(transaction.objectStore('checks'), record);
}
