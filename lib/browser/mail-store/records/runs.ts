import type { Run } from '../../../backup/run.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    runs: { key: string; value: Run };
  }
}

/** Every run. */
export function listRuns(transaction: AnyTransaction): Promise<Run[]> {
  return transaction.objectStore('runs').getAll();
}

/** Writes a run in the place of the one of its id. */
export function putRun(transaction: WriteTransaction, run: Run): void {
  putUnawaited(transaction.objectStore('runs'), run);
}

/** Deletes a run. */
export function deleteRun(transaction: WriteTransaction, id: Run['id']): void {
  deleteUnawaited(transaction.objectStore('runs'), id);
}
