import { mailKeyText } from '../../../mail/mail.ts';
import { compactPacks } from '../records/compaction.ts';
import { letGo, releaseBytes, removeMail, storesOfRemoval } from './deletion.ts';
import { putMail, refsOf } from './import-mails.ts';
import { isMarkItem, undoMark } from './import-marks.ts';
import type {
  ImportItem,
  AccountRecord,
  RefRecord,
  StoreName,
  WriteTransaction,
} from '../database/schema.ts';
import { keysUnder, keyTuple } from '../database/keys.ts';
import { markStores } from '../records/marks.ts';
import { Requests, type Connection } from '../database/open.ts';
import { putTally, readTally } from '../records/accounts.ts';

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
  const all = keysUnder(id);
  const total = await connection.read(['importItems'], (transaction) =>
    transaction.objectStore('importItems').count(all),
  );
  for (let done = 0; ; done += itemsAtOnce) {
    signal.throwIfAborted();
    onProgress(Math.min(done, total), total);
    const isMore = await connection.write(storesOfUndo, 'strict', async (transaction) => {
      // Files come before mails in the order of the keys: a mail that goes takes its files along.
      const items = await transaction.objectStore('importItems').getAll(all, itemsAtOnce);
      const tallies = new Map<string, AccountRecord>();
      for (const item of items) {
        if (isMarkItem(item)) {
          await undoMark(transaction, item);
          continue;
        }
        const name = mailKeyText({ ...item, id: '' });
        const tally = tallies.get(name) ?? (await readTally(transaction, item));
        tallies.set(name, tally);
        await undoItem(transaction, tally, item);
      }
      for (const tally of tallies.values()) await putTally(transaction, tally);
      if (items.length === itemsAtOnce) return true;
      const record = await transaction.objectStore('imports').get(id);
      if (record) await transaction.objectStore('imports').put({ ...record, state: 'undone' });
      return false;
    });
    if (!isMore) break;
  }
  onProgress(total, total);
  await compactPacks(connection);
}

async function undoItem(
  transaction: WriteTransaction,
  tally: AccountRecord,
  item: ImportItem,
): Promise<void> {
  const items = transaction.objectStore('importItems');
  await items.delete([item.import, item.kind, item.service, item.account, item.id]);
  if (item.kind === 'asset') return undoAsset(transaction, tally, item);
  if (item.did === 'held') return;
  const key: [string, string, string, string] = ['mail', item.service, item.account, item.id];
  const others = (await items.index('item').getAll(key)).filter((other) => !isMarkItem(other));
  const heir = others.find(({ did }) => did === 'held') ?? others[0];
  // Another import had it too: it is that one's now, and goes when that one is undone.
  if (heir && item.did === 'added') {
    await items.put({ ...heir, did: 'added', ...(item.before ? { before: item.before } : {}) });
  }
  if (heir) return;
  if (item.did === 'added') await undoAdded(transaction, tally, item);
  else await undoChange(transaction, tally, item);
}

/** A file that was known and missing before waits or fails again. */
async function undoAsset(
  transaction: WriteTransaction,
  tally: AccountRecord,
  item: ImportItem,
): Promise<void> {
  const before = item.before?.asset;
  const assets = transaction.objectStore('assets');
  const asset = await assets.get(keyTuple(item, item.id));
  if (!before || asset?.state !== 'saved') return;
  const own = await transaction
    .objectStore('importItems')
    .get([item.import, 'mail', item.service, item.account, asset.ref.mailId]);
  const holders = await transaction
    .objectStore('importItems')
    .index('item')
    .count(['mail', item.service, item.account, asset.ref.mailId]);
  if (holders > (own ? 1 : 0)) return;
  await releaseBytes(transaction, tally, asset.parts, asset.facts?.sizeBytes);
  await transaction.objectStore('thumbnails').delete(keyTuple(item, item.id));
  const { parts: _parts, packs: _packs, facts: _facts, ...rest } = asset;
  const { reason, waits } = before;
  await assets.put({
    ...rest,
    state: before.state,
    ...(reason === undefined ? {} : { reason }),
    ...(waits === undefined ? {} : { waits }),
  });
  if (before.state === 'wanted') tally.counts.assetsWanted += 1;
  else tally.counts.assetsFailed += 1;
  if (item.before?.problem) await transaction.objectStore('problems').put(item.before.problem);
}

async function undoAdded(
  transaction: WriteTransaction,
  tally: AccountRecord,
  item: ImportItem,
): Promise<void> {
  const ref = await transaction.objectStore('refs').get(keyTuple(item, item.id));
  const before = item.before?.ref;
  // Deleted here since: that stays so.
  if (ref?.state === 'deleted') return;
  // Listed here since: the service gave it too, and only our import kept a backup from fetching it.
  if (ref && ref.sightings.length > (before?.sightings.length ?? 0)) return;
  const row = await transaction.objectStore('mails').get(keyTuple(item, item.id));
  if (row) {
    await removeMail(transaction, tally, row);
    const sender = await transaction.objectStore('senders').get(keyTuple(item, row.from.id));
    if (sender && sender.mailCount > 1)
      await transaction.objectStore('senders').put({ ...sender, mailCount: sender.mailCount - 1 });
    else if (sender) await transaction.objectStore('senders').delete(keyTuple(item, row.from.id));
  }
  await putBackRef(transaction, tally, item, ref);
  const key: [string, string, string, string] = [item.service, item.account, 'mail', item.id];
  const problems = transaction.objectStore('problems');
  const problem = await problems.get(key);
  if (problem) await problems.delete(key);
  if (item.before?.problem) await problems.put(item.before.problem);
  tally.counts.mailsFailed += (item.before?.problem ? 1 : 0) - (problem ? 1 : 0);
}

/** A mail that was here before has its earlier words, versions and marks again, unless it has changed since. */
async function undoChange(
  transaction: WriteTransaction,
  tally: AccountRecord,
  item: ImportItem,
): Promise<void> {
  const before = item.before?.mail;
  const key = keyTuple(item, item.id);
  const [row, body] = await Promise.all([
    transaction.objectStore('mails').get(key),
    transaction.objectStore('bodies').get(key),
  ]);
  if (!before || !row || body?.sum !== item.after) return;
  const kept = refsOf(before);
  const versions = await transaction.objectStore('versions').getAll(keysUnder(...key));
  const shown = new Set(
    [...(body?.assets ?? []), ...versions.flatMap(({ content }) => content.assets)].map((asset) => asset.key),
  );
  for (const assetKey of shown) if (!kept.has(assetKey)) await letGo(transaction, tally, row, assetKey);
  const requests = new Requests();
  const now = {
    row,
    content: before.content,
    versions: versions.map(({ replacedAt, row: old, content }) => ({ replacedAt, row: old, content })),
  };
  putMail(transaction, requests, before, now);
  const ref = await transaction.objectStore('refs').get(key);
  await putBackRef(transaction, tally, item, ref);
  await requests.all();
}

/** The place in the listing as it was before the import. */
async function putBackRef(
  transaction: WriteTransaction,
  tally: AccountRecord,
  item: ImportItem,
  ref: RefRecord | undefined,
): Promise<void> {
  const before = item.before?.ref;
  tally.counts.mailsListed += (isListed(before) ? 1 : 0) - (isListed(ref) ? 1 : 0);
  if (before) await transaction.objectStore('refs').put(before);
  else if (ref) await transaction.objectStore('refs').delete(keyTuple(item, item.id));
}

const isListed = (ref: RefRecord | undefined): boolean =>
  ref !== undefined && ref.state !== 'deleted' && !ref.isWithdrawn;
