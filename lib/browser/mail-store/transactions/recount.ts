import type { Counts } from '../../../backup/reached.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import type { Connection } from '../database/open.ts';
import type { AnyTransaction, StoreName } from '../database/schema.ts';
import { findAccount, noCounts, sumWeights, withTally } from '../records/accounts.ts';
import { weighAssets } from '../records/assets.ts';
import { countBodies } from '../records/bodies.ts';
import { weighRows } from '../records/mails.ts';
import { weighProblems } from '../records/problems.ts';
import { weighRefs } from '../records/refs.ts';
import { countTexts } from '../records/texts.ts';

const storesOfCounts: StoreName[] = ['mails', 'bodies', 'texts', 'refs', 'assets', 'problems', 'accounts'];

/** Whether an account's counters are right, and as many bodies and texts are there as mails. */
export function countAccount(connection: Connection, owner: AccountKey): Promise<{ isTrue: boolean }> {
  return connection.read(storesOfCounts, async (transaction) => {
    const [record, counts, bodies, texts] = await Promise.all([
      findAccount(transaction, owner),
      recount(transaction, owner),
      countBodies(transaction, owner),
      countTexts(transaction, owner),
    ]);
    const kept = record?.counts ?? noCounts();
    const names = Object.keys(counts) as (keyof Counts)[];
    return {
      isTrue:
        names.every((name) => kept[name] === counts[name]) &&
        bodies === counts.mailsSaved &&
        texts === counts.mailsSaved,
    };
  });
}

/** Sets an account's counters to what is there. */
export async function mendCounts(connection: Connection, owner: AccountKey): Promise<void> {
  await connection.write(storesOfCounts, 'strict', (transaction) =>
    withTally(transaction, owner, async (tally) => tally.replaceCounts(await recount(transaction, owner))),
  );
}

async function recount(transaction: AnyTransaction, owner: AccountKey): Promise<Counts> {
  return sumWeights(
    await Promise.all([
      weighRows(transaction, owner),
      weighRefs(transaction, owner),
      weighAssets(transaction, owner),
      weighProblems(transaction, owner),
    ]),
  );
}
