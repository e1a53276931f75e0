import { noteFinding, type CheckRecord } from '../../../import/check.ts';
import type { Connection } from '../database/open.ts';
import type { PageKey } from '../database/page.ts';
import type { AnyTransaction, KeyTuple } from '../database/schema.ts';
import { listAccounts } from '../records/accounts.ts';
import { listAssetPages } from '../records/assets.ts';
import { countRows, listMailKeys } from '../records/mails.ts';
import { checkAssets } from './check-assets.ts';
import { checkMails } from './check-mails.ts';
import { countAccount } from './recount.ts';

/** What a check reports while it goes on. */
export interface CheckWatch {
  /** Called after every batch, with the record as it stands. */
  onProgress(record: CheckRecord): Promise<void> | void;
  signal: AbortSignal;
}

const mailsAtOnce = 200;
/** Of assets; each holds as many as were written together. */
const pagesAtOnce = 1;

/**
 * Checks everything stored: mails, then files, then counters, from the record's cursor on. Quick looks at structure, counts
 * and sizes; full compares every word and byte with the sum kept of it. Changes nothing, but gives mails of older schemas
 * the sum they lack, and takes headers of a ZIP that are no longer whole for absent. Rejects with the signal's reason; the
 * record then knows where to go on.
 */
export async function checkStore(
  connection: Connection,
  record: CheckRecord,
  watch: CheckWatch,
): Promise<void> {
  record.cursor ??= { stage: 'mails' };
  if (record.cursor.stage === 'mails') {
    await eachBatch(connection, record, watch, {
      stage: 'mails',
      size: mailsAtOnce,
      listKeys: listMailKeys,
      check: (keys) => checkMails(connection, record, keys),
    });
    record.cursor = { stage: 'assets' };
  }
  if (record.cursor.stage === 'assets') {
    await eachBatch(connection, record, watch, {
      stage: 'assets',
      size: pagesAtOnce,
      listKeys: listAssetPages,
      check: (keys) => checkAssets(connection, record, keys),
    });
    record.cursor = { stage: 'counts' };
  }
  for (const { service, account } of await connection.read(['accounts'], listAccounts)) {
    const owner = { service, account };
    const { isTrue } = await countAccount(connection, owner);
    if (!isTrue) noteFinding(record, { kind: 'counts', ...owner, code: 'storage-broken' });
  }
}

/** How much there is to check. */
export async function countStored(connection: Connection): Promise<number> {
  return connection.read(['mails', 'accounts'], async (transaction) => {
    const [mails, accounts] = await Promise.all([countRows(transaction), listAccounts(transaction)]);
    return accounts.reduce(
      (sum, { counts }) => sum + counts.assetsWanted + counts.assetsSaved + counts.assetsFailed,
      mails,
    );
  });
}

/** A store that is checked some keys at a time. */
interface Stage<Key> {
  stage: 'mails' | 'assets';
  size: number;
  listKeys(transaction: AnyTransaction, last: Key | undefined, limit: number): Promise<Key[]>;
  /** Returns how many things it has checked. */
  check(keys: Key[]): Promise<number>;
}

/** Goes over the keys of a store; what they stand for may be unreadable, keys are not. */
async function eachBatch<Key extends KeyTuple | PageKey>(
  connection: Connection,
  record: CheckRecord,
  { onProgress, signal }: CheckWatch,
  { stage, size, listKeys, check }: Stage<Key>,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const after = record.cursor?.after as Key | undefined;
    const keys = await connection.read([stage], (transaction) => listKeys(transaction, after, size));
    const last = keys.at(-1);
    if (!last) return;
    record.done += await check(keys);
    record.total = Math.max(record.total, record.done);
    record.cursor = { stage, after: last };
    await onProgress(record);
    if (keys.length < size) return;
  }
}
