import type { Trouble } from '../../../backup/verdict.ts';
import type { AssetFacts, AssetPart, AssetRef, AssetState, AssetStatus } from '../../../mail/asset.ts';
import type { Origin } from '../../../mail/known-mail.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import type { Connection } from '../database/open.ts';
import type { Page, PageKey } from '../database/page.ts';
import { pagedStore } from '../database/pages.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';
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
  /** What of its bytes a try has stored that is not at its end, in order. */
  arriving?: AssetPart[];
  /** How many stored mails refer to it, in any of their versions. */
  mailCount: number;
  /** Place in the queue, smallest first. */
  order: number;
  /** Where the bytes came from; absent: from the service. */
  origin?: Origin;
  /** Of a file that the service refused, until it is saved. It may wait all the same. */
  trouble?: Trouble;
  /** Of a saved file that is whole and odd: why, as a code. */
  remark?: string;
}

/** What the indexes need of a page of assets. */
interface AssetPage extends Page<AssetRecord> {
  /** The smallest place in the queue of an asset that is `wanted`, absent where none is. */
  waits?: number;
  /** The packs that the parts of the page's assets lie in, arriving ones included. */
  packs: number[];
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** Files that wait, as mails named them together; files that are saved, as they were packed: the directory of the pack. */
    assets: {
      key: PageKey;
      value: AssetPage;
      indexes: { entry: KeyTuple; waits: [...AccountTuple, waits: number]; pack: number };
    };
  }
}

const assets = pagedStore('assets', {
  idOf: ({ key }: AssetRecord) => key,
  derive(entries) {
    const waiting = entries.filter(({ state }) => state === 'wanted').map(({ order }) => order);
    return {
      ...(waiting.length > 0 && { waits: Math.min(...waiting) }),
      packs: [...new Set(entries.flatMap((asset) => partsOf(asset).map(({ pack }) => pack)))],
    };
  },
});

/** Every part of an asset that lies in a pack. */
export function partsOf({ parts = [], arriving = [] }: AssetRecord): AssetPart[] {
  return [...parts, ...arriving];
}

function weigh({ state, facts }: AssetRecord): Weight {
  if (state === 'wanted') return { assetsWanted: 1 };
  return state === 'saved' ? { assetsSaved: 1, sizeBytes: facts?.sizeBytes ?? 0 } : { assetsFailed: 1 };
}

/** How an asset stands, for reader, report and archive. */
export function statusOf({ ref: stored, state, reason, facts }: AssetRecord): AssetStatus {
  const { expiresAt: _expiresAt, ...ref } = stored;
  // Of a saved file it means nothing, and two backups of the same mails would differ by it.
  return { ref: state === 'saved' ? ref : stored, state, ...(reason !== undefined && { reason }), ...facts };
}

/** One asset by its key. */
export const findAsset = (
  transaction: AnyTransaction,
  owner: AccountKey,
  key: string,
): Promise<AssetRecord | undefined> => assets.find(transaction, owner, key);

/** Whether the asset is known. */
export const hasAsset = (transaction: AnyTransaction, owner: AccountKey, key: string): Promise<boolean> =>
  assets.has(transaction, owner, key);

/** Many assets by key; what is not there is left out. */
export const readAssets = (
  transaction: AnyTransaction,
  owner: AccountKey,
  keys: Iterable<string>,
): Promise<Map<string, AssetRecord>> => assets.readMany(transaction, owner, keys);

/** Assets that wait for their bytes, in the order of the queue, `limit` at most. */
export const listWantedAssets = (
  transaction: AnyTransaction,
  owner: AccountKey,
  limit: number,
): Promise<AssetRecord[]> => assets.listQueue(transaction, owner, limit, ({ state }) => state === 'wanted');

/** Of the assets saved last, `limit` at most. */
export const listSavedLast = (
  transaction: AnyTransaction,
  owner: AccountKey,
  limit: number,
): Promise<AssetRecord[]> => assets.newest(transaction, owner, limit, ({ state }) => state === 'saved');

/** Assets of the account, or of all, some at a time, in no order. */
export const eachAsset = (
  connection: Connection,
  owner?: AccountKey,
): AsyncGenerator<AssetRecord[], void, undefined> => assets.each(connection, owner);

/** Keys of pages of assets of all accounts, `limit` at most, after `last`. They can be read where their assets cannot. */
export const listAssetPages = (
  transaction: AnyTransaction,
  last: PageKey | undefined,
  limit: number,
): Promise<PageKey[]> => assets.pageKeys(transaction, last, limit);

/** The assets of one page. */
export const readAssetPage = (transaction: AnyTransaction, key: PageKey): Promise<AssetRecord[]> =>
  assets.readPage(transaction, key);

/** The keys of a page's assets, also where the page itself cannot be read. */
export const listKeysOfPage = (transaction: AnyTransaction, key: PageKey): Promise<string[]> =>
  assets.idsOfPage(transaction, key);

/** The pages of assets of all accounts that cannot be read. Reads every page. */
export const listUnreadableAssetPages = (connection: Connection): Promise<PageKey[]> =>
  assets.listUnreadable(connection);

/** Deletes a page of assets that cannot be read. Counters are mended apart. */
export const deleteAssetPage = (transaction: WriteTransaction, key: PageKey): void =>
  assets.deletePage(transaction, key);

/** Every asset with bytes in the pack. */
export async function listAssetsInPack(transaction: AnyTransaction, pack: number): Promise<AssetRecord[]> {
  const found: AssetRecord[] = [];
  for await (const page of assets.underIndex(transaction, 'pack', IDBKeyRange.only(pack)))
    for (const asset of page) if (partsOf(asset).some((part) => part.pack === pack)) found.push(asset);
  return found;
}

/** What the account's assets add to its counters, counted one by one. */
export async function weighAssets(transaction: AnyTransaction, owner: AccountKey): Promise<Weight> {
  const weights: Weight[] = [];
  for await (const page of assets.all(transaction, owner))
    for (const asset of page) weights.push(weigh(asset));
  return sumWeights(weights);
}

/** Writes an asset; `before` is what stands there. Files that are saved in one transaction come to lie together. */
export function putAsset(tally: Tally, before: AssetRecord | undefined, asset: AssetRecord): void {
  tally.move(before && weigh(before), weigh(asset));
  const isPacked = asset.state === 'saved' && before?.state !== 'saved';
  if (before && !isPacked) assets.replace(tally.transaction, asset);
  else assets.add(tally.transaction, asset, isPacked ? 'packed' : 'named', () => tally.takePage());
}

/** Notes where an asset's bytes lie now; nothing that is counted changes. */
export function moveAsset(transaction: WriteTransaction, asset: AssetRecord, parts: AssetPart[]): void {
  assets.replace(transaction, { ...asset, parts });
}

/** Deletes an asset. Its bytes are released apart. */
export function deleteAsset(tally: Tally, before: AssetRecord): void {
  tally.move(weigh(before), undefined);
  assets.delete(tally.transaction, before, before.key);
}
