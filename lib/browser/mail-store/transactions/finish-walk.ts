import type { AccountKey } from '../../../mail/mail.ts';
import type { FeedId } from '../../../sources/source.ts';
import type { AnyTransaction } from '../database/schema.ts';
import type { Tally } from '../records/accounts.ts';
import { findRow, putRow } from '../records/mails.ts';
import { listProblems } from '../records/problems.ts';
import { findRef, hasPendingRef, listRefsOfFeed, putRef, type RefRecord } from '../records/refs.ts';

/** True when no mail of the feed waits or came damaged. Files have records of their own and are asked for again by these. */
export async function isHoleFree(
  transaction: AnyTransaction,
  owner: AccountKey,
  feed: FeedId,
): Promise<boolean> {
  const isOfFeed = (ref: RefRecord) => ref.sightings.some((seen) => seen.feed === feed);
  if (await hasPendingRef(transaction, owner, isOfFeed)) return false;
  for (const { id, state } of await listProblems(transaction, owner, 'mail')) {
    if (state !== 'damaged') continue;
    if (id === feed) return false; // the listing itself was unstable
    const ref = await findRef(transaction, owner, id);
    if (ref && isOfFeed(ref)) return false;
  }
  return true;
}

/** After a full walk: mails that no feed lists any more are withdrawn, the others are not. Returns whether a mail changed. */
export async function markWithdrawn(tally: Tally, feed: FeedId, walk: number): Promise<boolean> {
  const { transaction } = tally;
  let hasChanged = false;
  for (const ref of await listRefsOfFeed(transaction, tally, feed)) {
    const sighting = ref.sightings.find((seen) => seen.feed === feed);
    const isListed = sighting?.last === walk;
    // A mail of several feeds is gone only when none has it: the others keep it until their own full walk.
    const isElsewhere = ref.sightings.some((seen) => seen.feed !== feed);
    if (isListed === ref.isWithdrawn && (isListed || !isElsewhere) && ref.state !== 'deleted') {
      hasChanged = true;
      putRef(tally, ref, { ...ref, isWithdrawn: !isListed });
      const row = await findRow(transaction, ref);
      if (row) putRow(tally, row, { ...row, isWithdrawn: !isListed });
    } else if (!isListed && isElsewhere) {
      const sightings = ref.sightings.filter((seen) => seen.feed !== feed);
      putRef(tally, ref, { ...ref, sightings });
    }
  }
  return hasChanged;
}
