import { deleteUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** One export that was saved to its end. */
export interface ExportRecord {
  /** Given by the database, rising. */
  id: number;
  finishedAt: string;
  /** The names and, for the browser's list of downloads, the numbers of the saved files. */
  files: { fileName: string; downloadId: number }[];
  sizeBytes: number;
  mails: number;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    exports: { key: number; value: ExportRecord };
  }
}

/** How many exports are remembered. */
const exportsKept = 50;

/** The export that was saved last. */
export async function findNewestExport(transaction: AnyTransaction): Promise<ExportRecord | undefined> {
  return (await transaction.objectStore('exports').openCursor(null, 'prev'))?.value;
}

/** Remembers an export, and forgets the oldest where there are too many. */
export async function addExport(
  transaction: WriteTransaction,
  facts: Omit<ExportRecord, 'id'>,
): Promise<void> {
  const exports = transaction.objectStore('exports');
  // The key generator fills in `id`, which the type asks for.
  await exports.add(facts as ExportRecord);
  const ids = await exports.getAllKeys();
  for (const id of ids.slice(0, Math.max(0, ids.length - exportsKept))) deleteUnawaited(exports, id);
}
