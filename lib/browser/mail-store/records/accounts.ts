import type { SenderName } from '../../../backup/ports.ts';
import type { Counts } from '../../../backup/reached.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { putUnawaited } from '../database/bulk.ts';
import { accountTuple } from '../database/keys.ts';
import { beginPages, endPages } from '../database/known-pages.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** Counters, changed in the transactions that change what they count. */
export interface AccountRecord extends AccountKey {
  counts: Readonly<Counts>;
  /** The next place in the queue of refs. */
  nextOrder: number;
  /** The number of the next page of refs or assets; absent: there never was one. */
  nextPage?: number;
  /** Rises with each transaction that leaves mails no ZIP holds, once there was an export; absent: 1. */
  changes?: number;
  /** What senders are called; absent: as each mail says. */
  names?: readonly SenderName[];
  /** Ids of senders with mails stored under another name than that. */
  renamed?: readonly string[];
  /** `changes` when the last export began; absent: there was none, and every mail is in no ZIP. */
  changesExported?: number;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    accounts: { key: AccountTuple; value: AccountRecord };
  }
}

/** What one record adds to the counters of its account. */
export type Weight = Partial<Counts>;

/** The counters of an account nothing is stored of. */
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

/** The counters that records of these weights come to. */
export function sumWeights(weights: Iterable<Weight>): Counts {
  const counts = noCounts();
  for (const weight of weights) addWeight(counts, weight, 1);
  return counts;
}

function addWeight(counts: Counts, weight: Weight, times: 1 | -1): void {
  for (const [name, value] of Object.entries(weight) as [keyof Counts, number][])
    counts[name] += times * value;
}

/**
 * An account's record inside one transaction: read when the transaction needs it, changed by the owners of the records it
 * counts, and written once, at the end (`withTally`). Nothing else changes a counter.
 */
export class Tally implements AccountKey {
  readonly service: AccountKey['service'];
  readonly account: AccountKey['account'];
  readonly transaction: WriteTransaction;
  #record: AccountRecord;

  constructor(transaction: WriteTransaction, record: AccountRecord) {
    this.service = record.service;
    this.account = record.account;
    this.transaction = transaction;
    this.#record = record;
  }

  /** As it stands now. */
  get record(): Readonly<AccountRecord> {
    return this.#record;
  }

  /** For owners: one record of `before` has become one of `after`; undefined: there is none. */
  move(before: Weight | undefined, after: Weight | undefined): void {
    const counts = { ...this.#record.counts };
    if (before) addWeight(counts, before, -1);
    if (after) addWeight(counts, after, 1);
    this.#record = { ...this.#record, counts };
  }

  /** Takes the next place in the queue of refs. */
  takeOrder(): number {
    const { nextOrder } = this.#record;
    this.#record = { ...this.#record, nextOrder: nextOrder + 1 };
    return nextOrder;
  }

  /**
   * Takes the number of a new page of refs or assets. The first is drawn, so that the pages of a mailbox that was deleted and
   * filled again have numbers of their own.
   */
  takePage(): number {
    const { nextPage = Math.ceil(Math.random() * 2 ** 48) } = this.#record;
    this.#record = { ...this.#record, nextPage: nextPage + 1 };
    return nextPage;
  }

  /** The number of this transaction's changes; undefined before the first export, when every mail counts as changed. */
  takeChange(): number | undefined {
    if (this.#record.changesExported === undefined) return undefined;
    const changes = (this.#record.changes ?? 1) + 1;
    this.#record = { ...this.#record, changes };
    return changes;
  }

  /** Notes that an export begins; returns the number of the changes it will hold. */
  beginExport(): number {
    const changesExported = this.#record.changes ?? 1;
    this.#record = { ...this.#record, changesExported };
    return changesExported;
  }

  setNames(change: Pick<AccountRecord, 'names' | 'renamed'>): void {
    this.#record = { ...this.#record, ...change };
  }

  /** For repairs: sets the counters to what was counted. */
  replaceCounts(counts: Counts): void {
    this.#record = { ...this.#record, counts };
  }
}

/** Runs `work` with the account's tally, and writes it at the end, inside a transaction of the caller. */
export function withTally<T>(
  transaction: WriteTransaction,
  owner: AccountKey,
  work: (tally: Tally) => Promise<T>,
): Promise<T> {
  return withTallies(transaction, async (tallyOf) => work(await tallyOf(owner)));
}

/** As `withTally`, for work on several accounts: each is read when `tallyOf` is first asked for it. */
export async function withTallies<T>(
  transaction: WriteTransaction,
  work: (tallyOf: (owner: AccountKey) => Promise<Tally>) => Promise<T>,
): Promise<T> {
  const tallies = new Map<string, Promise<Tally>>();
  const result = await work((owner) => {
    const name = JSON.stringify(accountTuple(owner));
    const tally = tallies.get(name) ?? readTally(transaction, owner);
    tallies.set(name, tally);
    return tally;
  });
  for (const tally of await Promise.all(tallies.values())) {
    putUnawaited(transaction.objectStore('accounts'), tally.record);
    endPages(transaction, tally, tally.record.nextPage);
  }
  return result;
}

async function readTally(transaction: WriteTransaction, owner: AccountKey): Promise<Tally> {
  const { service, account } = owner;
  const stored = await findAccount(transaction, owner);
  beginPages(transaction, owner, stored?.nextPage);
  return new Tally(transaction, stored ?? { service, account, counts: noCounts(), nextOrder: 0 });
}

/** The account's record, where anything is stored of it. */
export function findAccount(
  transaction: AnyTransaction,
  owner: AccountKey,
): Promise<AccountRecord | undefined> {
  return transaction.objectStore('accounts').get(accountTuple(owner));
}

/** Every account, ordered by service and account. */
export function listAccounts(transaction: AnyTransaction): Promise<AccountRecord[]> {
  return transaction.objectStore('accounts').getAll();
}

/** The same under the name its sender is known by; the very same object when it bears that name, or none is known. */
export function withName<T extends { from: { id: string; name: string } }>(
  { names }: Pick<AccountRecord, 'names'>,
  named: T,
): T {
  const name = names?.find(({ id }) => id === named.from.id)?.name;
  return name === undefined || name === named.from.name ? named : { ...named, from: { ...named.from, name } };
}
