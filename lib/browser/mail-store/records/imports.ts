import type { ImportRecord } from '../../../import/report.ts';
import { putUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** What came in from backups. */
    imports: { key: string; value: ImportRecord };
  }
}

/** Every import, newest first. */
export async function listImports(transaction: AnyTransaction): Promise<ImportRecord[]> {
  const records = await transaction.objectStore('imports').getAll();
  return records.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** One import. */
export function findImport(transaction: AnyTransaction, id: string): Promise<ImportRecord | undefined> {
  return transaction.objectStore('imports').get(id);
}

/** Writes an import in the place of the one of its id. */
export function putImport(transaction: WriteTransaction, record: ImportRecord): void {
  putUnawaited(transaction.objectStore('imports'), record);
}
