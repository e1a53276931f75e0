import type { DeleteScope } from '../../../mail/mail-library.ts';
import type { AccountKey, MailRow } from '../../../mail/mail.ts';
import { clearAccount, clearStores } from '../database/clear.ts';
import type { Connection } from '../database/open.ts';
import type { StoreName } from '../database/schema.ts';
import { withTally, type Tally } from '../records/accounts.ts';
import { deleteAnswer } from '../records/answers.ts';
import { deleteAsset, findAsset, partsOf, putAsset } from '../records/assets.ts';
import { deleteBody, findBody } from '../records/bodies.ts';
import { deleteCleanBody } from '../records/clean-bodies.ts';
import { deleteFileMark } from '../records/file-marks.ts';
import { deleteItemsOf } from '../records/import-items.ts';
import { deleteKeptParts } from '../records/kept-parts.ts';
import { deleteRow, listRowsOfSender } from '../records/mails.ts';
import { deleteMark } from '../records/marks.ts';
import { deletePacksOf, releaseParts, storesOfPacks } from '../records/packs.ts';
import { deleteAssetProblem, deleteProblem, findProblem } from '../records/problems.ts';
import { findRef, putRef } from '../records/refs.ts';
import { deleteRun, listRuns } from '../records/runs.ts';
import { deleteText } from '../records/texts.ts';
import { deleteThumbnail } from '../records/thumbnails.ts';
import { deleteUnexported } from '../records/unexported.ts';
import { deleteVersions } from '../records/versions.ts';
import { markStores } from './edit-marks.ts';
import { assetKeysOfVersions, storesOfMails } from './mails.ts';

const importStores: StoreName[] = ['imports', 'importItems', 'checks'];
const storesOfNoAccount: StoreName[] = [
  ...storesOfPacks,
  'runs',
  'names',
  'tags',
  'searches',
  'exports',
  ...importStores,
];
/** The stores a transaction must hold for `removeMail`. */
export const storesOfRemoval: StoreName[] = [
  ...storesOfMails,
  ...storesOfPacks,
  'answers',
  'thumbnails',
  'marks',
  'fileMarks',
  'cleanBodies',
  'keptParts',
];
const allStores: StoreName[] = [
  ...new Set([...storesOfRemoval, ...markStores]),
  ...(['feeds', 'runs', 'exports', 'mailboxes'] satisfies StoreName[]),
  ...importStores,
];
const storesOfAccount = allStores.filter((store) => !storesOfNoAccount.includes(store));
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
  await connection.write(allStores, 'strict', (transaction) => clearStores(transaction, allStores));
}

async function deleteAccount(connection: Connection, owner: AccountKey): Promise<void> {
  await connection.write(allStores, 'strict', async (transaction) => {
    await deletePacksOf(transaction, owner);
    clearAccount(transaction, storesOfAccount, owner);
    // A run that has not met its account yet may be meant for this one.
    for (const { id, service, account = owner.account } of await listRuns(transaction)) {
      if (service === owner.service && account === owner.account) deleteRun(transaction, id);
    }
    // What imports did to the mailbox can no longer be undone.
    await deleteItemsOf(transaction, owner);
  });
}

/** Returns whether there may be more. */
async function deleteSomeOfSender(
  connection: Connection,
  owner: AccountKey,
  senderId: string,
): Promise<boolean> {
  return connection.write(storesOfRemoval, 'strict', (transaction) =>
    withTally(transaction, owner, async (tally) => {
      const rows = await listRowsOfSender(transaction, owner, senderId, batchMails);
      for (const row of rows) await deleteMail(tally, row);
      // They hold the mails' words.
      deleteKeptParts(transaction, owner);
      return rows.length === batchMails;
    }),
  );
}

async function deleteMail(tally: Tally, row: MailRow): Promise<void> {
  const { transaction } = tally;
  await removeMail(tally, row);
  const ref = await findRef(transaction, tally, row.id);
  if (ref) putRef(tally, ref, { ...ref, raw: '', state: 'deleted' });
  const problem = await findProblem(transaction, tally, 'mail', row.id);
  if (problem) deleteProblem(tally, problem);
}

/** Takes a mail out with its words, versions and files, inside a transaction of the caller; its place in the listing stays. */
export async function removeMail(tally: Tally, row: MailRow): Promise<void> {
  const { transaction } = tally;
  const body = await findBody(transaction, row);
  const assetKeys = new Set(body?.assets.map((asset) => asset.key));
  if (body && body.versionCount > 0) {
    for (const assetKey of await assetKeysOfVersions(transaction, row)) assetKeys.add(assetKey);
  }
  for (const assetKey of assetKeys) await releaseAsset(tally, assetKey);
  deleteRow(tally, row);
  deleteBody(transaction, row);
  deleteText(transaction, row);
  deleteVersions(transaction, row);
  deleteMark(transaction, row);
  deleteUnexported(transaction, row);
  deleteCleanBody(transaction, row);
  deleteAnswer(transaction, row);
}

/** One mail fewer refers to the asset; the last one takes it along. */
export async function releaseAsset(tally: Tally, key: string): Promise<void> {
  const { transaction } = tally;
  const asset = await findAsset(transaction, tally, key);
  if (!asset) return;
  if (asset.mailCount > 1) {
    putAsset(tally, asset, { ...asset, mailCount: asset.mailCount - 1 });
    return;
  }
  await releaseParts(transaction, partsOf(asset));
  deleteAsset(tally, asset);
  deleteThumbnail(transaction, tally, key);
  deleteFileMark(transaction, tally, key);
  deleteAssetProblem(tally, key);
}

/** Bytes that cannot be read any more are given up, and the asset waits to be fetched again. Nothing happens to one not saved. */
export async function markUnreadable(
  connection: Connection,
  owner: AccountKey,
  assetKey: string,
): Promise<void> {
  const stores: StoreName[] = ['assets', ...storesOfPacks, 'thumbnails', 'accounts'];
  await connection.write(stores, 'strict', async (transaction) => {
    const asset = await findAsset(transaction, owner, assetKey);
    if (asset?.state !== 'saved') return;
    await withTally(transaction, owner, async (tally) => {
      await releaseParts(transaction, asset.parts ?? []);
      const { parts: _parts, facts: _facts, ...rest } = asset;
      putAsset(tally, asset, { ...rest, state: 'wanted' });
      deleteThumbnail(transaction, owner, assetKey);
    });
  });
}
