import type { Counts } from '../../../backup/ports.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { accountTuple, keysUnder } from '../database/keys.ts';
import type { Connection } from '../database/open.ts';
import type { ReadTransaction, StoreName, WriteTransaction } from '../database/schema.ts';
import { noCounts, putTally, readTally } from '../records/accounts.ts';

const storesOfCounts: StoreName[] = ['mails', 'bodies', 'texts', 'refs', 'assets', 'problems', 'accounts'];

/** Whether an account's counters tell the truth, and as many bodies and texts are there as mails. */
export function countAccount(connection: Connection, owner: AccountKey): Promise<{ isTrue: boolean }> {
  return connection.read(storesOfCounts, async (transaction) => {
    const all = keysUnder(...accountTuple(owner));
    const [record, counts, bodies, texts] = await Promise.all([
      transaction.objectStore('accounts').get(accountTuple(owner)),
      recount(transaction, owner),
      transaction.objectStore('bodies').count(all),
      transaction.objectStore('texts').count(all),
    ]);
    const told = record?.counts ?? noCounts();
    const names = Object.keys(counts) as (keyof Counts)[];
    return {
      isTrue:
        names.every((name) => told[name] === counts[name]) &&
        bodies === counts.mailsSaved &&
        texts === counts.mailsSaved,
    };
  });
}

/** Sets an account's counters to what is there. */
export async function mendCounts(connection: Connection, owner: AccountKey): Promise<void> {
  await connection.write(storesOfCounts, 'strict', async (transaction) => {
    const tally = await readTally(transaction, owner);
    tally.counts = await recount(transaction, owner);
    await putTally(transaction, tally);
  });
}

async function recount(transaction: ReadTransaction | WriteTransaction, owner: AccountKey): Promise<Counts> {
  const all = keysUnder(...accountTuple(owner));
  const counts = noCounts();
  counts.mailsSaved = await transaction.objectStore('mails').count(all);
  let ref = await transaction.objectStore('refs').openCursor(all);
  while (ref) {
    if (ref.value.state !== 'deleted' && !ref.value.isWithdrawn) counts.mailsListed += 1;
    ref = await ref.continue();
  }
  let asset = await transaction.objectStore('assets').openCursor(all);
  while (asset) {
    const { state, facts } = asset.value;
    if (state === 'wanted') counts.assetsWanted += 1;
    else if (state !== 'saved') counts.assetsFailed += 1;
    else {
      counts.assetsSaved += 1;
      counts.sizeBytes += facts?.sizeBytes ?? 0;
    }
    asset = await asset.continue();
  }
  const problems = keysUnder(...accountTuple(owner), 'mail');
  counts.mailsFailed = await transaction.objectStore('problems').count(problems);
  return counts;
}
