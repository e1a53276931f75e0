import type { SavedAsset } from '../mail/asset.ts';
import type { AccountKey } from '../mail/mail.ts';
import type { ImportBatch, ImportStore } from './import-store.ts';
import type { ImportTerms, IncomingMail } from './incoming.ts';
import { mailboxText } from './plan.ts';
import type { ImportReport } from './report.ts';

/** A transaction's worth, as a backup writes them. */
const batchFiles = 128;
const batchBytes = 16 * 1024 * 1024;

/** Gathers mails and their files in batches. */
export interface BatchWriter {
  /** Rejects when an earlier batch could not be written. */
  add(owner: AccountKey, mail: IncomingMail, assets: SavedAsset[], terms: ImportTerms): Promise<void>;
  /** Writes what is left, and waits until all is written. */
  finish(): Promise<void>;
}

/** A writer that fills a batch while the one before is written, and counts in the report what became of the mails. */
export function createBatchWriter(store: ImportStore, report: ImportReport): BatchWriter {
  let batch: ImportBatch = { mails: [], assets: [] };
  let size = 0;
  let current: { owner: AccountKey; terms: ImportTerms } | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (owner: AccountKey, full: ImportBatch, terms: ImportTerms): Promise<void> => {
    const done = await store.putBatch(owner, full, terms);
    report.mails.added += done.added;
    report.mails.changed += done.changed;
    report.mails.held += done.held;
    report.mails.deleted += done.deleted;
    report.files.added += full.assets.length;
  };
  const flush = async (): Promise<void> => {
    await writing;
    if (!current || batch.mails.length === 0) return;
    const { owner, terms } = current;
    const full = batch;
    batch = { mails: [], assets: [] };
    size = 0;
    writing = write(owner, full, terms);
    // The next flush awaits it.
    writing.catch(() => undefined);
  };

  return {
    async add(owner, mail, assets, terms) {
      if (current && mailboxText(current.owner) !== mailboxText(owner)) await flush();
      current = { owner, terms };
      batch.mails.push(mail);
      for (const asset of assets) batch.assets.push(asset);
      size += assets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 2 * mail.mail.content.raw.length);
      if (batch.assets.length >= batchFiles || batch.mails.length >= batchFiles * 4 || size >= batchBytes)
        await flush();
    },
    async finish() {
      await flush();
      await writing;
    },
  };
}
