import type { AccountKey } from '../../../mail/mail.ts';
import type { FeedId } from '../../../sources/source.ts';
import type { AnyTransaction } from '../database/schema.ts';
import type { Tally } from '../records/accounts.ts';
import { findAsset, hasWantedAsset } from '../records/assets.ts';
import { findRow, putRow } from '../records/mails.ts';
import { listProblems } from '../records/problems.ts';
import { findRef, hasPendingRef, listRefsOfFeed, putRef, type RefRecord } from '../records/refs.ts';

/** True when nothing of the feed waits or came damaged. `isTextOnly`: files may wait. */
export async function isHoleFree(
  transaction: AnyTransaction,
  owner: AccountKey,
  feed: FeedId,
  isTextOnly: boolean,
): Promise<boolean> {
  const isOfFeed = (ref: RefRecord | undefined) => ref?.sightings.some((seen) => seen.feed === feed) ?? true;
  if (await hasPendingRef(transaction, owner, isOfFeed)) return false;
  if (
    !isTextOnly &&
    (await hasWantedAsset(transaction, owner, async ({ ref }) =>
      isOfFeed(await findRef(transaction, owner, ref.mailId)),
    ))
  )
    return false;
  for (const { kind, id, state } of await listProblems(transaction, owner)) {
    if (state !== 'damaged') continue;
    if (kind === 'mail' && id === feed) return false; // the listing itself was unstable
    const asset = kind === 'asset' && (await findAsset(transaction, owner, id));
    const ref = await findRef(transaction, owner, asset ? asset.ref.mailId : id);
    if (ref ? isOfFeed(ref) : kind === 'asset') return false;
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
