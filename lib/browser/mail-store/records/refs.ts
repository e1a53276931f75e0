import type { AccountKey, MailKey } from '../../../mail/mail.ts';
import type { FeedId } from '../../../sources/source.ts';
import { after } from '../database/batches.ts';
import { deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction } from '../database/schema.ts';
import { sumWeights, type Tally, type Weight } from './accounts.ts';

/** Where and when a mail was listed: the numbers of the first and the last walk of a feed that saw it. */
export interface Sighting {
  feed: FeedId;
  first: number;
  last: number;
}

/** A mail as the listing knows it, whether it is stored or not. */
export interface RefRecord extends MailKey {
  version: string;
  /** The list's record; emptied once the mail is stored. */
  raw: string;
  /** `deleted` is a tombstone: the user deleted the mail, and listing it again must not bring it back. */
  state: 'pending' | 'resolved' | 'quarantined' | 'gone' | 'damaged' | 'deleted';
  /** Place in the queue, smallest first. */
  order: number;
  sightings: Sighting[];
  isWithdrawn: boolean;
  /** The list's record itself was not understood: only listing it again can help. */
  isBroken: boolean;
}

/** A ref with what its indexes need. */
interface IndexedRef extends RefRecord {
  /** A copy of `order` while the state is `pending`, absent otherwise, so that the index holds only what waits. */
  waits?: number;
  /** One key for each feed of `sightings`. */
  feedKeys: [service: string, account: string, feed: FeedId][];
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    refs: {
      key: KeyTuple;
      value: IndexedRef;
      indexes: { waits: [...AccountTuple, waits: number]; feed: KeyTuple };
    };
  }
}

function weigh({ state, isWithdrawn }: RefRecord): Weight {
  return state === 'deleted' || isWithdrawn ? {} : { mailsListed: 1 };
}

/** Takes out what only the indexes need. */
function plain({ waits: _waits, feedKeys: _feedKeys, ...ref }: IndexedRef): RefRecord {
  return ref;
}

/** The ref of one mail. */
export async function findRef(
  transaction: AnyTransaction,
  owner: AccountKey,
  id: string,
): Promise<RefRecord | undefined> {
  const found = await transaction.objectStore('refs').get(keyTuple(owner, id));
  return found && plain(found);
}

/** The refs of many mails by id; what is not there is left out. */
export async function readRefs(
  transaction: AnyTransaction,
  owner: AccountKey,
  ids: readonly string[],
): Promise<Map<string, RefRecord>> {
  const found = await readMany(
    transaction.objectStore('refs'),
    ids.map((id) => keyTuple(owner, id)),
  );
  return new Map([...found].map(([id, ref]) => [id, plain(ref)]));
}

/** Refs that wait for their mail, in the order of the queue, `limit` at most. */
export async function listPendingRefs(
  transaction: AnyTransaction,
  owner: AccountKey,
  limit: number,
): Promise<RefRecord[]> {
  const waiting = transaction.objectStore('refs').index('waits');
  return (await waiting.getAll(keysUnder(...accountTuple(owner)), limit)).map(plain);
}

/** Whether any ref that waits passes the test. */
export async function hasPendingRef(
  transaction: AnyTransaction,
  owner: AccountKey,
  test: (ref: RefRecord) => boolean,
): Promise<boolean> {
  const waiting = transaction.objectStore('refs').index('waits');
  let pending = await waiting.openCursor(keysUnder(...accountTuple(owner)));
  while (pending) {
    if (test(pending.value)) return true;
    pending = await pending.continue();
  }
  return false;
}

/** Every ref that a walk of the feed has seen. */
export async function listRefsOfFeed(
  transaction: AnyTransaction,
  { service, account }: AccountKey,
  feed: FeedId,
): Promise<RefRecord[]> {
  const seen = transaction.objectStore('refs').index('feed');
  return (await seen.getAll(IDBKeyRange.only([service, account, feed]))).map(plain);
}

/** The account's refs in the order of their ids, `limit` at most, after that of `last`. */
export async function listRefs(
  transaction: AnyTransaction,
  owner: AccountKey,
  last: RefRecord | undefined,
  limit: number,
): Promise<RefRecord[]> {
  const range = after(keysUnder(...accountTuple(owner)), last && keyTuple(owner, last.id));
  return (await transaction.objectStore('refs').getAll(range, limit)).map(plain);
}

/** What the account's refs add to its counters, counted one by one. */
export async function weighRefs(transaction: AnyTransaction, owner: AccountKey): Promise<Weight> {
  const weights: Weight[] = [];
  let ref = await transaction.objectStore('refs').openCursor(keysUnder(...accountTuple(owner)));
  while (ref) {
    weights.push(weigh(ref.value));
    ref = await ref.continue();
  }
  return sumWeights(weights);
}

/** Writes a ref; `before` is what stands there. */
export function putRef(tally: Tally, before: RefRecord | undefined, ref: RefRecord): void {
  tally.move(before && weigh(before), weigh(ref));
  const { service, account, state, order, sightings } = ref;
  putUnawaited(tally.transaction.objectStore('refs'), {
    ...ref,
    ...(state === 'pending' && { waits: order }),
    feedKeys: sightings.map(({ feed }) => [service, account, feed]),
  });
}

/** Deletes a ref. */
export function deleteRef(tally: Tally, before: RefRecord): void {
  tally.move(weigh(before), undefined);
  deleteUnawaited(tally.transaction.objectStore('refs'), keyTuple(before, before.id));
}
