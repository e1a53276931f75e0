import type { Trouble } from '../../../backup/verdict.ts';
import type { AccountKey, MailKey } from '../../../mail/mail.ts';
import type { FeedId } from '../../../sources/source.ts';
import { accountTuple, keysUnder } from '../database/keys.ts';
import type { Connection } from '../database/open.ts';
import type { Page, PageKey } from '../database/page.ts';
import { pagedStore } from '../database/pages.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';
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
  /** Of a mail that the service refused, until it is saved. */
  trouble?: Trouble;
}

/** What the indexes need of a page of refs. */
interface RefPage extends Page<RefRecord> {
  /** The smallest place in the queue of a ref that is `pending`, absent where none is. */
  waits?: number;
  /** One key for each feed that saw a ref of the page. */
  feedKeys: [service: string, account: string, feed: FeedId][];
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** What came on the pages of a list, together. */
    refs: {
      key: PageKey;
      value: RefPage;
      indexes: { entry: KeyTuple; waits: [...AccountTuple, waits: number]; feed: KeyTuple };
    };
  }
}

const refs = pagedStore('refs', {
  idOf: ({ id }: RefRecord) => id,
  derive(entries) {
    const waiting = entries.filter(({ state }) => state === 'pending').map(({ order }) => order);
    const [first] = entries;
    const feeds = new Set(entries.flatMap(({ sightings }) => sightings.map(({ feed }) => feed)));
    return {
      ...(waiting.length > 0 && { waits: Math.min(...waiting) }),
      feedKeys: first ? [...feeds].map((feed) => [first.service, first.account, feed]) : [],
    };
  },
});

function weigh({ state, isWithdrawn }: RefRecord): Weight {
  return state === 'deleted' || isWithdrawn ? {} : { mailsListed: 1 };
}

/** The ref of one mail. */
export const findRef = (
  transaction: AnyTransaction,
  owner: AccountKey,
  id: string,
): Promise<RefRecord | undefined> => refs.find(transaction, owner, id);

/** The refs of many mails by id; what is not there is left out. */
export const readRefs = (
  transaction: AnyTransaction,
  owner: AccountKey,
  ids: readonly string[],
): Promise<Map<string, RefRecord>> => refs.readMany(transaction, owner, ids);

/** Refs that wait for their mail, in the order of the queue, `limit` at most. */
export async function listPendingRefs(
  transaction: AnyTransaction,
  owner: AccountKey,
  limit: number,
): Promise<RefRecord[]> {
  return refs.listQueue(transaction, owner, limit, ({ state }) => state === 'pending');
}

/** Whether any ref that waits passes the test. */
export async function hasPendingRef(
  transaction: AnyTransaction,
  owner: AccountKey,
  test: (ref: RefRecord) => boolean,
): Promise<boolean> {
  for await (const page of refs.underIndex(transaction, 'waits', keysUnder(...accountTuple(owner))))
    if (page.some((ref) => ref.state === 'pending' && test(ref))) return true;
  return false;
}

/** Every ref that a walk of the feed has seen. */
export async function listRefsOfFeed(
  transaction: AnyTransaction,
  { service, account }: AccountKey,
  feed: FeedId,
): Promise<RefRecord[]> {
  const found: RefRecord[] = [];
  const keys = IDBKeyRange.only([service, account, feed]);
  for await (const page of refs.underIndex(transaction, 'feed', keys))
    for (const ref of page) if (ref.sightings.some((seen) => seen.feed === feed)) found.push(ref);
  return found;
}

/** The account's refs, some at a time, in no order. */
export const eachRef = (
  connection: Connection,
  owner: AccountKey,
): AsyncGenerator<RefRecord[], void, undefined> => refs.each(connection, owner);

/** The pages of refs of all accounts that cannot be read. Reads every page. */
export const listUnreadableRefPages = (connection: Connection): Promise<PageKey[]> =>
  refs.listUnreadable(connection);

/** Deletes a page of refs that cannot be read. Counters are mended apart. */
export const deleteRefPage = (transaction: WriteTransaction, key: PageKey): void =>
  refs.deletePage(transaction, key);

/** What the account's refs add to its counters, counted one by one. */
export async function weighRefs(transaction: AnyTransaction, owner: AccountKey): Promise<Weight> {
  const weights: Weight[] = [];
  for await (const page of refs.all(transaction, owner)) for (const ref of page) weights.push(weigh(ref));
  return sumWeights(weights);
}

/** Writes a ref; `before` is what stands there. */
export function putRef(tally: Tally, before: RefRecord | undefined, ref: RefRecord): void {
  tally.move(before && weigh(before), weigh(ref));
  if (before) refs.replace(tally.transaction, ref);
  else refs.add(tally.transaction, ref, 'listed', () => tally.takePage());
}

/** Deletes a ref. */
export function deleteRef(tally: Tally, before: RefRecord): void {
  tally.move(weigh(before), undefined);
  refs.delete(tally.transaction, before, before.id);
}
