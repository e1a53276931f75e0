import type { AccountKey } from '../../../mail/mail.ts';
import type { FeedId } from '../../../sources/source.ts';
import { keysUnder, keyTuple } from '../database/keys.ts';
import { Requests } from '../database/open.ts';
import type { AccountRecord, RefRecord, WriteTransaction } from '../database/schema.ts';

/** True when nothing of the feed waits or came damaged. `isTextOnly`: files may wait. */
export async function isHoleFree(
  transaction: WriteTransaction,
  owner: AccountKey,
  feed: FeedId,
  isTextOnly: boolean,
): Promise<boolean> {
  const account = keysUnder(owner.service, owner.account);
  const isOfFeed = (ref: RefRecord | undefined) => ref?.sightings.some((seen) => seen.feed === feed) ?? true;
  const refs = transaction.objectStore('refs');

  let pending = await refs.index('waits').openCursor(account);
  while (pending) {
    if (isOfFeed(pending.value)) return false;
    pending = await pending.continue();
  }
  let wanted = isTextOnly ? null : await transaction.objectStore('assets').index('waits').openCursor(account);
  while (wanted) {
    if (isOfFeed(await refs.get(keyTuple(owner, wanted.value.ref.mailId)))) return false;
    wanted = await wanted.continue();
  }
  const problems = await transaction.objectStore('problems').getAll(account);
  for (const { kind, id, state } of problems) {
    if (state !== 'damaged') continue;
    if (kind === 'mail' && id === feed) return false; // the listing itself was unstable
    const asset = kind === 'asset' && (await transaction.objectStore('assets').get(keyTuple(owner, id)));
    const ref = await refs.get(keyTuple(owner, asset ? asset.ref.mailId : id));
    if (ref ? isOfFeed(ref) : kind === 'asset') return false;
  }
  return true;
}

/** After a full walk: mails that no feed lists any more are withdrawn, the others are not. Returns whether a mail changed. */
export async function markWithdrawn(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  feed: FeedId,
  walk: number,
): Promise<boolean> {
  const refs = transaction.objectStore('refs');
  const mails = transaction.objectStore('mails');
  const requests = new Requests();
  let hasChanged = false;
  const range = IDBKeyRange.only([owner.service, owner.account, feed]);
  for (const ref of await refs.index('feed').getAll(range)) {
    const sighting = ref.sightings.find((seen) => seen.feed === feed);
    const isListed = sighting?.last === walk;
    // A mail of several feeds is gone only when none has it: the others keep it until their own full walk.
    const isElsewhere = ref.sightings.some((seen) => seen.feed !== feed);
    if (isListed === ref.isWithdrawn && (isListed || !isElsewhere) && ref.state !== 'deleted') {
      hasChanged = true;
      tally.counts.mailsListed += isListed ? 1 : -1;
      requests.add(refs.put({ ...ref, isWithdrawn: !isListed }));
      const row = await mails.get(keyTuple(owner, ref.id));
      if (row) requests.add(mails.put({ ...row, isWithdrawn: !isListed }));
    } else if (!isListed && isElsewhere) {
      const sightings = ref.sightings.filter((seen) => seen.feed !== feed);
      const feedKeys = ref.feedKeys.filter((key) => key[2] !== feed);
      requests.add(refs.put({ ...ref, sightings, feedKeys }));
    }
  }
  await requests.all();
  return hasChanged;
}
