import type { AssetPart } from '../../../mail/asset.ts';
import type { DeleteScope } from '../../../mail/mail-library.ts';
import type { AccountKey, MailRow } from '../../../mail/mail.ts';
import { releaseParts } from '../records/assets.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import { markStores } from '../records/marks.ts';
import { assetKeysOfVersions, storesOfMails } from './mails.ts';
import { Requests, type Connection } from '../database/open.ts';
import type { AccountRecord, StoreName, WriteTransaction } from '../database/schema.ts';
import { putTally, readTally } from '../records/accounts.ts';

const importStores: StoreName[] = ['imports', 'importItems', 'checks'];
const allStores: StoreName[] = [
  ...storesOfMails,
  'packs',
  'packUse',
  'thumbnails',
  'feeds',
  'runs',
  'exports',
  'cleanBodies',
  ...markStores,
  ...importStores,
];
const storesOfNoAccount: StoreName[] = [
  'packs',
  'packUse',
  'runs',
  'tags',
  'searches',
  'exports',
  ...importStores,
];
const storesOfAccount = allStores.filter((store) => !storesOfNoAccount.includes(store));
/** The stores a transaction must hold for `removeMail`. */
export const storesOfRemoval: StoreName[] = [
  ...storesOfMails,
  'packs',
  'packUse',
  'thumbnails',
  'marks',
  'cleanBodies',
];
const batchMails = 200;

/**
 * Deletes for good. `everything` and `account` forget the listing, its watermarks and the runs too, so that only a
 * backup started later fetches the mails, and fetches them all. `sender` leaves a tombstone for each mail: no later run, full ones included, brings them back.
 */
export async function deleteScope(connection: Connection, scope: DeleteScope): Promise<void> {
  if (scope.kind === 'everything') return deleteEverything(connection);
  if (scope.kind === 'account') return deleteAccount(connection, scope);
  while (await deleteSomeOfSender(connection, scope, scope.senderId)) {
    // Each round is a transaction of its own; one that is cut is done by deleting again.
  }
}

async function deleteEverything(connection: Connection): Promise<void> {
  await connection.write(allStores, 'strict', async (transaction) => {
    await Promise.all(allStores.map((store) => transaction.objectStore(store).clear()));
  });
}

async function deleteAccount(connection: Connection, owner: AccountKey): Promise<void> {
  await connection.write(allStores, 'strict', async (transaction) => {
    const uses = transaction.objectStore('packUse');
    const packs = await uses.index('account').getAllKeys(accountTuple(owner));
    const requests = new Requests();
    for (const pack of packs) {
      requests.add(transaction.objectStore('packs').delete(pack));
      requests.add(uses.delete(pack));
    }
    for (const store of storesOfAccount) {
      if (store === 'accounts') requests.add(transaction.objectStore(store).delete(accountTuple(owner)));
      else requests.add(transaction.objectStore(store).delete(keysUnder(...accountTuple(owner))));
    }
    // A run that has not met its account yet may be meant for this one.
    const runs = transaction.objectStore('runs');
    for (const { id, service, account = owner.account } of await runs.getAll()) {
      if (service === owner.service && account === owner.account) requests.add(runs.delete(id));
    }
    // What imports did to the mailbox can no longer be undone.
    const items = transaction.objectStore('importItems');
    for (const kind of ['asset', 'mail', 'mark', 'nickname']) {
      const keys = await items.index('item').getAllKeys(keysUnder(kind, ...accountTuple(owner)));
      for (const key of keys) requests.add(items.delete(key));
    }
    await requests.all();
  });
}

/** Returns whether there may be more. */
async function deleteSomeOfSender(
  connection: Connection,
  owner: AccountKey,
  senderId: string,
): Promise<boolean> {
  return connection.write(storesOfRemoval, 'strict', async (transaction) => {
    const tally = await readTally(transaction, owner);
    const ofSender = keyTuple(owner, senderId);
    const rows = await transaction.objectStore('mails').index('sender').getAll(ofSender, batchMails);
    for (const row of rows) await deleteMail(transaction, tally, row);
    const senders = transaction.objectStore('senders');
    const sender = await senders.get(ofSender);
    const mailCount = (sender?.mailCount ?? 0) - rows.length;
    if (sender && rows.length === batchMails) await senders.put({ ...sender, mailCount });
    else await senders.delete(ofSender);
    await putTally(transaction, tally);
    return rows.length === batchMails;
  });
}

async function deleteMail(transaction: WriteTransaction, tally: AccountRecord, row: MailRow): Promise<void> {
  await removeMail(transaction, tally, row);
  const key = keyTuple(row, row.id);
  const requests = new Requests();
  const ref = await transaction.objectStore('refs').get(key);
  if (ref) {
    const { waits: _waits, ...rest } = ref;
    requests.add(transaction.objectStore('refs').put({ ...rest, raw: '', state: 'deleted' }));
    if (!ref.isWithdrawn) tally.counts.mailsListed -= 1;
  }
  const problem = await transaction.objectStore('problems').get([row.service, row.account, 'mail', row.id]);
  if (problem) {
    tally.counts.mailsFailed -= 1;
    requests.add(transaction.objectStore('problems').delete([row.service, row.account, 'mail', row.id]));
  }
  await requests.all();
}

/** Takes a mail out with its words, versions and files, inside a transaction of the caller; its place in the listing stays. */
export async function removeMail(
  transaction: WriteTransaction,
  tally: AccountRecord,
  row: MailRow,
): Promise<void> {
  const key = keyTuple(row, row.id);
  const body = await transaction.objectStore('bodies').get(key);
  const assetKeys = new Set(body?.assets.map((asset) => asset.key));
  if (body && body.versionCount > 0) {
    for (const assetKey of await assetKeysOfVersions(transaction, row, row.id)) assetKeys.add(assetKey);
  }
  for (const assetKey of assetKeys) await letGo(transaction, tally, row, assetKey);

  const requests = new Requests();
  for (const store of ['mails', 'bodies', 'texts', 'marks', 'unexported', 'cleanBodies'] as const) {
    requests.add(transaction.objectStore(store).delete(key));
  }
  requests.add(transaction.objectStore('versions').delete(keysUnder(...key)));
  tally.counts.mailsSaved -= 1;
  await requests.all();
}

/** One mail fewer refers to the asset; the last one takes it along. */
export async function letGo(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  assetKey: string,
): Promise<void> {
  const assets = transaction.objectStore('assets');
  const asset = await assets.get(keyTuple(owner, assetKey));
  if (!asset) return;
  if (asset.mailCount > 1) {
    await assets.put({ ...asset, mailCount: asset.mailCount - 1 });
    return;
  }
  if (asset.state === 'wanted') tally.counts.assetsWanted -= 1;
  else if (asset.state === 'saved')
    await releaseBytes(transaction, tally, asset.parts, asset.facts?.sizeBytes);
  else tally.counts.assetsFailed -= 1;
  if (asset.state !== 'saved') await releaseParts(transaction, asset.parts ?? []);
  await assets.delete(keyTuple(owner, assetKey));
  await transaction.objectStore('thumbnails').delete(keyTuple(owner, assetKey));
  await transaction.objectStore('problems').delete([owner.service, owner.account, 'asset', assetKey]);
}

/** Gives up the bytes of a saved file. */
export async function releaseBytes(
  transaction: WriteTransaction,
  tally: AccountRecord,
  parts: AssetPart[] = [],
  sizeBytes = 0,
): Promise<void> {
  tally.counts.assetsSaved -= 1;
  tally.counts.sizeBytes -= sizeBytes;
  await releaseParts(transaction, parts);
}

/** Bytes that cannot be read any more are given up, and the asset waits to be fetched again. Nothing happens to one not saved. */
export async function markUnreadable(
  connection: Connection,
  owner: AccountKey,
  assetKey: string,
): Promise<void> {
  const stores: StoreName[] = ['assets', 'packs', 'packUse', 'thumbnails', 'accounts'];
  await connection.write(stores, 'strict', async (transaction) => {
    const assets = transaction.objectStore('assets');
    const asset = await assets.get(keyTuple(owner, assetKey));
    if (asset?.state !== 'saved') return;
    const tally = await readTally(transaction, owner);
    await releaseBytes(transaction, tally, asset.parts, asset.facts?.sizeBytes);
    tally.counts.assetsWanted += 1;
    const { parts: _parts, packs: _packs, facts: _facts, ...rest } = asset;
    await assets.put({ ...rest, state: 'wanted', waits: asset.order });
    await transaction.objectStore('thumbnails').delete(keyTuple(owner, assetKey));
    await putTally(transaction, tally);
  });
}
