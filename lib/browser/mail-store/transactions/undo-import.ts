import type { KnownMail } from '../../../mail/known-mail.ts';
import { fullness } from '../../../mail/same-words.ts';
import type { Connection } from '../database/open.ts';
import type { StoreName } from '../database/schema.ts';
import { withTallies, type Tally } from '../records/accounts.ts';
import { findAsset, putAsset } from '../records/assets.ts';
import { findBody, type BodyRecord } from '../records/bodies.ts';
import {
  countItems,
  deleteItem,
  findItem,
  isMarkItem,
  listItems,
  listItemsOf,
  putItem,
  type ImportItem,
} from '../records/import-items.ts';
import { findImport, putImport } from '../records/imports.ts';
import { findRow } from '../records/mails.ts';
import { releaseParts } from '../records/packs.ts';
import { deleteProblem, findProblem, putProblem } from '../records/problems.ts';
import { deleteRef, findRef, putRef, type RefRecord } from '../records/refs.ts';
import { sumOfMail } from '../records/sums.ts';
import { deleteThumbnail } from '../records/thumbnails.ts';
import { readVersions } from '../records/versions.ts';
import { compactPacks } from './compaction.ts';
import { releaseAsset, removeMail, storesOfRemoval } from './deletion.ts';
import { markStores } from './edit-marks.ts';
import { undoMark } from './import-marks.ts';
import { putMail, refsOf } from './known-mails.ts';

const itemsAtOnce = 200;
const storesOfUndo: StoreName[] = [...new Set([...storesOfRemoval, ...markStores]), 'importItems', 'imports'];

/**
 * Takes away what one import alone brought: not what another import held too, not what the service has listed here since,
 * and not what was changed again since. What stood before comes back. In short transactions; one that is cut is finished by
 * calling again.
 */
export async function undoImport(
  connection: Connection,
  id: string,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const total = await connection.read(['importItems'], (transaction) => countItems(transaction, id));
  for (let done = 0; ; done += itemsAtOnce) {
    signal.throwIfAborted();
    onProgress(Math.min(done, total), total);
    if (!(await undoSome(connection, id))) break;
  }
  onProgress(total, total);
  await compactPacks(connection);
}

/** Returns whether there may be more. */
function undoSome(connection: Connection, id: string): Promise<boolean> {
  return connection.write(storesOfUndo, 'strict', (transaction) =>
    withTallies(transaction, async (tallyOf) => {
      // Files come before mails in the order of the keys: a mail that goes takes its files along.
      const items = await listItems(transaction, id, itemsAtOnce);
      for (const item of items) {
        if (isMarkItem(item)) await undoMark(transaction, item);
        else await undoItem(await tallyOf(item), item);
      }
      if (items.length === itemsAtOnce) return true;
      const record = await findImport(transaction, id);
      if (record) putImport(transaction, { ...record, state: 'undone' });
      return false;
    }),
  );
}

async function undoItem(tally: Tally, item: ImportItem): Promise<void> {
  const { transaction } = tally;
  deleteItem(transaction, item);
  if (item.kind === 'asset') return undoAsset(tally, item);
  if (item.did === 'held') return;
  const others = (await listItemsOf(transaction, item)).filter((other) => !isMarkItem(other));
  const otherImport = others.find(({ did }) => did === 'held') ?? others[0];
  // Another import had it too: it is that one's now, and goes when that one is undone.
  if (otherImport && item.did === 'added')
    putItem(transaction, {
      ...otherImport,
      did: 'added',
      ...(item.before ? { before: item.before } : {}),
    });
  if (otherImport) return;
  if (item.did === 'added') await undoAdded(tally, item);
  else await undoChange(tally, item);
}

/** A file that was known and missing before waits or fails again. */
async function undoAsset(tally: Tally, item: ImportItem): Promise<void> {
  const { transaction } = tally;
  const before = item.before?.asset;
  const asset = await findAsset(transaction, tally, item.id);
  if (!before || asset?.state !== 'saved') return;
  const mail = { ...item, kind: 'mail', id: asset.ref.mailId } as const;
  const own = await findItem(transaction, mail);
  const holders = await listItemsOf(transaction, mail);
  if (holders.length > (own ? 1 : 0)) return;
  await releaseParts(transaction, asset.parts ?? []);
  deleteThumbnail(transaction, tally, item.id);
  const { parts: _parts, facts: _facts, ...rest } = asset;
  const { state, reason } = before;
  putAsset(tally, asset, { ...rest, state, ...(reason === undefined ? {} : { reason }) });
  if (item.before?.problem) putProblem(tally, undefined, item.before.problem);
}

async function undoAdded(tally: Tally, item: ImportItem): Promise<void> {
  const { transaction } = tally;
  const ref = await findRef(transaction, tally, item.id);
  const before = item.before?.ref;
  // Deleted here since: that stays so.
  if (ref?.state === 'deleted') return;
  // Listed here since: the service gave it too, and only our import kept a backup from fetching it.
  if (ref && ref.sightings.length > (before?.sightings.length ?? 0)) return;
  const row = await findRow(transaction, item);
  if (row) await removeMail(tally, row);
  putBackRef(tally, item, ref);
  const problem = await findProblem(transaction, tally, 'mail', item.id);
  if (item.before?.problem) putProblem(tally, problem, item.before.problem);
  else if (problem) deleteProblem(tally, problem);
}

/** A mail that was here before has its earlier words, versions and marks again, unless it has changed since. */
async function undoChange(tally: Tally, item: ImportItem): Promise<void> {
  const { transaction } = tally;
  const before = item.before?.mail;
  const [row, body] = await Promise.all([findRow(transaction, item), findBody(transaction, item)]);
  if (!before || !row || body?.sum !== item.after || isAnsweredSince(before, body, item.after)) return;
  const kept = refsOf(before);
  const versions = await readVersions(transaction, body);
  const shown = new Set(
    [...(body?.assets ?? []), ...versions.flatMap(({ content }) => content.assets)].map(({ key }) => key),
  );
  for (const key of shown) if (!kept.has(key)) await releaseAsset(tally, key);
  putMail(tally, row, before, versions.length);
  putBackRef(tally, item, await findRef(transaction, tally, item.id));
}

/** Whether the service has since answered the words that the import brought, or that there are none any more. */
function isAnsweredSince(
  before: KnownMail,
  body: BodyRecord | undefined,
  sumAfter: string | undefined,
): boolean {
  const isBrought = sumAfter !== sumOfMail(before.row, before.content);
  if (isBrought && body?.origin === undefined) return true;
  return body?.isAnsweredEmpty === true && !before.isAnsweredEmpty && fullness(before) > 0;
}

/** The place in the listing as it was before the import. */
function putBackRef(tally: Tally, item: ImportItem, ref: RefRecord | undefined): void {
  const before = item.before?.ref;
  if (before) putRef(tally, ref, before);
  else if (ref) deleteRef(tally, ref);
}
