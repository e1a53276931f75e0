import type { AssetFacts, AssetPart, AssetRef, AssetState, AssetStatus } from '../../../mail/asset.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { after } from '../database/batches.ts';
import { addIfNew, deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { AnyTransaction, KeyTuple, WriteTransaction } from '../database/schema.ts';
import { sumWeights, type Tally, type Weight } from './accounts.ts';

/** One file of a mailbox. Its bytes are in `parts`, once saved. */
export interface AssetRecord extends AccountKey {
  key: string;
  /** Address without query. */
  ref: AssetRef;
  state: AssetState;
  /** An error code, where the state is `gone` or `damaged`. */
  reason?: string;
  facts?: AssetFacts;
  parts?: AssetPart[];
  /** How many stored mails refer to it, in any of their versions. */
  mailCount: number;
  /** Place in the queue, smallest first. */
  order: number;
}

/** An asset with what its indexes need. */
interface IndexedAsset extends AssetRecord {
  /** A copy of `order` while the state is `wanted`. */
  waits?: number;
  /** The packs named in `parts`. */
  packs?: number[];
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    assets: {
      key: KeyTuple;
      value: IndexedAsset;
      indexes: { waits: [...AccountTuple, waits: number]; pack: number };
    };
  }
}

function weigh({ state, facts }: AssetRecord): Weight {
  if (state === 'wanted') return { assetsWanted: 1 };
  return state === 'saved' ? { assetsSaved: 1, sizeBytes: facts?.sizeBytes ?? 0 } : { assetsFailed: 1 };
}

/** Takes out what only the indexes need. */
function plain({ waits: _waits, packs: _packs, ...asset }: IndexedAsset): AssetRecord {
  return asset;
}

function indexed(asset: AssetRecord): IndexedAsset {
  const { state, order, parts } = asset;
  return {
    ...asset,
    ...(state === 'wanted' && { waits: order }),
    ...(parts && { packs: [...new Set(parts.map(({ pack }) => pack))] }),
  };
}

/** How an asset stands, for reader, report and archive. */
export function statusOf({ ref: stored, state, reason, facts }: AssetRecord): AssetStatus {
  const { expiresAt: _expiresAt, ...ref } = stored;
  // Of a saved file it means nothing, and two backups of the same mails would differ by it.
  return { ref: state === 'saved' ? ref : stored, state, ...(reason !== undefined && { reason }), ...facts };
}

/** One asset by its key. */
export async function findAsset(
  transaction: AnyTransaction,
  owner: AccountKey,
  key: string,
): Promise<AssetRecord | undefined> {
  const found = await transaction.objectStore('assets').get(keyTuple(owner, key));
  return found && plain(found);
}

/** Whether the asset is known. */
export async function hasAsset(
  transaction: AnyTransaction,
  owner: AccountKey,
  key: string,
): Promise<boolean> {
  return (await transaction.objectStore('assets').getKey(keyTuple(owner, key))) !== undefined;
}

/** Many assets by key; what is not there is left out. */
export async function readAssets(
  transaction: AnyTransaction,
  owner: AccountKey,
  keys: readonly string[],
): Promise<Map<string, AssetRecord>> {
  const found = await readMany(
    transaction.objectStore('assets'),
    keys.map((key) => keyTuple(owner, key)),
  );
  return new Map([...found].map(([key, asset]) => [key, plain(asset)]));
}

/** Assets that wait for their bytes, in the order of the queue, `limit` at most. */
export async function listWantedAssets(
  transaction: AnyTransaction,
  owner: AccountKey,
  limit: number,
): Promise<AssetRecord[]> {
  const waiting = transaction.objectStore('assets').index('waits');
  return (await waiting.getAll(keysUnder(...accountTuple(owner)), limit)).map(plain);
}

/** Assets that wait at these places of the queue and between them, `limit` at most. */
export async function listWantedBetween(
  transaction: AnyTransaction,
  owner: AccountKey,
  [first, last]: [first: number, last: number],
  limit: number,
): Promise<AssetRecord[]> {
  const places = IDBKeyRange.bound([...accountTuple(owner), first], [...accountTuple(owner), last]);
  return (await transaction.objectStore('assets').index('waits').getAll(places, limit)).map(plain);
}

/** Whether any asset that waits passes the test. */
export async function hasWantedAsset(
  transaction: AnyTransaction,
  owner: AccountKey,
  test: (asset: AssetRecord) => Promise<boolean>,
): Promise<boolean> {
  const waiting = transaction.objectStore('assets').index('waits');
  let wanted = await waiting.openCursor(keysUnder(...accountTuple(owner)));
  while (wanted) {
    if (await test(wanted.value)) return true;
    wanted = await wanted.continue();
  }
  return false;
}

/** Assets in the order of their keys, `limit` at most, after that of `last`; of all accounts without an owner. */
export async function listAssets(
  transaction: AnyTransaction,
  owner: AccountKey | undefined,
  last: AssetRecord | undefined,
  limit: number,
): Promise<AssetRecord[]> {
  const range = after(owner && keysUnder(...accountTuple(owner)), last && keyTuple(last, last.key));
  return (await transaction.objectStore('assets').getAll(range, limit)).map(plain);
}

/** Keys of all accounts, `limit` at most, after `last`. They can be read where what they stand for cannot. */
export function listAssetKeys(
  transaction: AnyTransaction,
  last: string[] | undefined,
  limit: number,
): Promise<KeyTuple[]> {
  return transaction.objectStore('assets').getAllKeys(after(undefined, last), limit);
}

/** Every asset with bytes in the pack. */
export async function listAssetsInPack(transaction: AnyTransaction, pack: number): Promise<AssetRecord[]> {
  return (await transaction.objectStore('assets').index('pack').getAll(pack)).map(plain);
}

/** How many assets are known, of all accounts. */
export function countAssets(transaction: AnyTransaction): Promise<number> {
  return transaction.objectStore('assets').count();
}

/** What the account's assets add to its counters, counted one by one. */
export async function weighAssets(transaction: AnyTransaction, owner: AccountKey): Promise<Weight> {
  const weights: Weight[] = [];
  let asset = await transaction.objectStore('assets').openCursor(keysUnder(...accountTuple(owner)));
  while (asset) {
    weights.push(weigh(asset.value));
    asset = await asset.continue();
  }
  return sumWeights(weights);
}

/** Writes an asset; `before` is what stands there. */
export function putAsset(tally: Tally, before: AssetRecord | undefined, asset: AssetRecord): void {
  tally.move(before && weigh(before), weigh(asset));
  putUnawaited(tally.transaction.objectStore('assets'), indexed(asset));
}

/** Adds an asset that is most likely new; returns whether it was. One that is there already is left as it is. */
export async function addAsset(tally: Tally, asset: AssetRecord): Promise<boolean> {
  const isNew = await addIfNew(tally.transaction.objectStore('assets'), indexed(asset));
  if (isNew) tally.move(undefined, weigh(asset));
  return isNew;
}

/** Notes where an asset's bytes lie now; nothing that is counted changes. */
export function moveAsset(transaction: WriteTransaction, asset: AssetRecord, parts: AssetPart[]): void {
  putUnawaited(transaction.objectStore('assets'), indexed({ ...asset, parts }));
}

/** Deletes an asset. Its bytes are released apart. */
export function deleteAsset(tally: Tally, before: AssetRecord): void {
  tally.move(weigh(before), undefined);
  deleteUnawaited(tally.transaction.objectStore('assets'), keyTuple(before, before.key));
}
