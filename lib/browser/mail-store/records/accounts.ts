import type { Counts } from '../../../backup/ports.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { accountTuple } from '../database/keys.ts';
import type { AccountRecord, WriteTransaction } from '../database/schema.ts';

/** The counters of an account nobody has heard of. */
export function noCounts(): Counts {
  return {
    mailsListed: 0,
    mailsSaved: 0,
    mailsFailed: 0,
    assetsWanted: 0,
    assetsSaved: 0,
    assetsFailed: 0,
    sizeBytes: 0,
  };
}

/** The account's counters, to be changed in place and put back before the transaction ends. */
export async function readTally(transaction: WriteTransaction, owner: AccountKey): Promise<AccountRecord> {
  const { service, account } = owner;
  const stored = await transaction.objectStore('accounts').get(accountTuple(owner));
  return stored ?? { service, account, counts: noCounts(), nextOrder: 0 };
}

/** Puts changed counters back. */
export async function putTally(transaction: WriteTransaction, tally: AccountRecord): Promise<void> {
  await transaction.objectStore('accounts').put(tally);
}

/** The same under the name its sender is known by; the very same object when it bears that name, or none is known. */
export function withName<T extends { from: { id: string; name: string } }>(
  { names }: Pick<AccountRecord, 'names'>,
  named: T,
): T {
  const name = names?.find(({ id }) => id === named.from.id)?.name;
  return name === undefined || name === named.from.name ? named : { ...named, from: { ...named.from, name } };
}
