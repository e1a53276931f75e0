import type { FeedState } from '../../../backup/walk.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import type { FeedId } from '../../../sources/source.ts';
import { putUnawaited } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** How far a feed has been listed. */
export interface FeedRecord extends AccountKey {
  feed: FeedId;
  state: FeedState;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    feeds: { key: KeyTuple; value: FeedRecord };
  }
}

/** How far the feed has been listed; empty where it never was. */
export async function readFeedState(
  transaction: AnyTransaction,
  owner: AccountKey,
  feed: FeedId,
): Promise<FeedState> {
  return (await transaction.objectStore('feeds').get(keyTuple(owner, feed)))?.state ?? {};
}

/** Every feed of the account. */
export function listFeeds(transaction: AnyTransaction, owner: AccountKey): Promise<FeedRecord[]> {
  return transaction.objectStore('feeds').getAll(keysUnder(...accountTuple(owner)));
}

/** Writes how far a feed has been listed. */
export function putFeedState(
  transaction: WriteTransaction,
  { service, account }: AccountKey,
  feed: FeedId,
  state: FeedState,
): void {
  putUnawaited(transaction.objectStore('feeds'), { service, account, feed, state });
}
