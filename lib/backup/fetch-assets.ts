import { BrokenRecordError, errorCodeOf, type ErrorCode } from '../errors.ts';
import type { AssetRef, SavedAsset, SavedFile } from '../mail/asset.ts';
import type { AccountKey, Mail } from '../mail/mail.ts';
import type { Session, Source } from '../sources/source.ts';
import { isItemFailure } from './after-failure.ts';
import { createBatchWriter } from './batch-writer.ts';
import type { Fetcher } from './fetcher.ts';
import { measureBytes } from './hash-bytes.ts';
import { workers } from './in-parallel.ts';
import type { BackupStore, Clock } from './ports.ts';
import type { ReceivedFile } from './receive-parts.ts';
import { createRefusals } from './refusals.ts';
import type { Run } from './run.ts';
import type { WorkQueue } from './work-queue.ts';

export interface AssetStage {
  source: Source;
  session: Session;
  owner: AccountKey;
  run: Pick<Run, 'startedAt'>;
  fetcher: Fetcher;
  store: BackupStore;
  clock: Clock;
  queue: WorkQueue<AssetRef>;
  addresses: SignedAddresses;
  /** Ends the run: the store refused. */
  onFailure(error: unknown): void;
}

const batchLimits = { items: 128, sizeBytes: 16 << 20, waitMs: 500, unwrittenBytes: 40 << 20 };
/** The governor decides how many are truly under way; these wait in its line. */
const assetWorkers = 64;

/**
 * Fetches the wanted files and saves them, many in a transaction. One that cannot be had while others can is recorded.
 * Rejects with `TroubledKindError` when none can.
 */
export async function fetchAssets(stage: AssetStage, signal: AbortSignal): Promise<void> {
  const { owner, run, store, clock, queue, addresses, onFailure } = stage;
  const settle = (keys: string[]) => {
    queue.settle(keys);
    for (const key of keys) addresses.forget(key);
  };
  const writer = createBatchWriter<SavedAsset | SavedFile>({
    limits: batchLimits,
    // A file without bytes here is stored already.
    sizeOf: (asset) => ('bytes' in asset ? asset.sizeBytes : 0),
    clock,
    onFailure,
    async write(assets) {
      await store.putAssets(owner, assets);
      settle(assets.map(({ key }) => key));
    },
  });

  const failureOf = ({ key }: AssetRef, code: ErrorCode) => {
    const at = new Date(clock.now()).toISOString();
    return { service: owner.service, account: owner.account, kind: 'asset' as const, id: key, code, at };
  };
  const refusals = createRefusals<AssetRef>({
    kind: 'files',
    queue,
    // Portraits come from elsewhere in a service.
    groupOf: ({ key, role }) => `${role} ${key.split('/')[0]}`,
    ask: (asset, askSignal) => fetchAsset(stage, asset, askSignal, discard),
    listSaved: () => store.listSavedAssets(owner),
    async record(asset, { code }) {
      await store.putRefusals([{ ...failureOf(asset, code), run: run.startedAt }]);
      settle([asset.key]);
    },
  });

  async function work(workSignal: AbortSignal): Promise<void> {
    for (let asked; (asked = await refusals.next(workSignal));) {
      const { item: asset } = asked;
      let file: ReceivedFile;
      try {
        file = await fetchAsset(stage, asset, workSignal, (parts) => putParts(stage, asset.key, parts));
      } catch (error) {
        if (hasForeignAddress(error)) {
          await store.putProblems([{ ...failureOf(asset, error.code), state: 'gone' }]);
          settle([asset.key]);
        } else await refusals.refused(asked, error, workSignal);
        continue;
      }
      refusals.served(asset);
      const { key } = asset;
      if ('facts' in file) await writer.add({ key, ...file.facts });
      else
        await writer.add({ key, bytes: file.bytes, ...(await measureBytes(file.bytes, file.contentType)) });
    }
  }

  try {
    await workers(assetWorkers, work)(signal);
  } finally {
    await writer.finish();
  }
}

/** What has no address at the service is never asked for, so no answer can change that. */
function hasForeignAddress(error: unknown): error is BrokenRecordError {
  return error instanceof BrokenRecordError && error.field === 'url';
}

async function fetchAsset(
  stage: AssetStage,
  asset: AssetRef,
  signal: AbortSignal,
  takeParts: (parts: Parts) => Promise<void>,
): Promise<ReceivedFile> {
  const { source, session, fetcher, addresses, clock } = stage;
  const fetchFrom = (given: AssetRef) =>
    fetcher.fetchFile(source.asset.request(session, given), session, signal, takeParts);
  const known = addresses.find(asset);
  const isExpired = known.expiresAt !== undefined && Date.parse(known.expiresAt) <= clock.now();
  const isStripped = known.expiresAt !== undefined && !known.url.includes('?');
  if (isExpired || isStripped) {
    const fresh = await refresh(stage, known, signal);
    return fetchFrom(fresh ?? known);
  }
  try {
    return await fetchFrom(known);
  } catch (error) {
    if (errorCodeOf(error) !== 'forbidden' || !isItemFailure(error)) throw error;
    const fresh = await refresh(stage, known, signal);
    if (!fresh || fresh.url === known.url) throw error;
    return fetchFrom(fresh);
  }
}

type Parts = AsyncIterable<Uint8Array<ArrayBuffer>>;

/** Reads the parts of a file that is stored already. */
async function discard(parts: Parts): Promise<void> {
  for await (const _ of parts);
}

/** Stores the parts of a file one after the other; a store that refuses ends the run, and the file is not to blame. */
async function putParts({ store, owner, onFailure }: AssetStage, key: string, parts: Parts): Promise<void> {
  let offset = 0;
  for await (const bytes of parts) {
    try {
      await store.putPart(owner, { key, offset, bytes });
    } catch (error) {
      onFailure(error);
      throw error;
    }
    offset += bytes.length;
  }
}

async function refresh(
  stage: AssetStage,
  asset: AssetRef,
  signal: AbortSignal,
): Promise<AssetRef | undefined> {
  const { session, fetcher, addresses } = stage;
  const call = stage.source.asset.refresh;
  if (!call) return undefined;
  const { text } = await fetcher.fetch(call.request(session, asset), session, signal);
  const fresh = call.parse(session, asset, text);
  if (fresh) addresses.remember([fresh]);
  return fresh;
}

/** Signed addresses, which the store never sees, for as long as their files wait. */
export interface SignedAddresses {
  remember(assets: readonly AssetRef[]): void;
  /** The asset with its signed address, or as given. */
  find(asset: AssetRef): AssetRef;
  forget(key: string): void;
}

export function createSignedAddresses(): SignedAddresses {
  const byKey = new Map<string, AssetRef>();
  return {
    remember(assets) {
      for (const asset of assets) if (asset.url.includes('?')) byKey.set(asset.key, asset);
      // The oldest are the first to expire anyway.
      for (const key of byKey.keys()) {
        if (byKey.size <= mostAddresses) break;
        byKey.delete(key);
      }
    },
    find: (asset) => byKey.get(asset.key) ?? asset,
    forget: (key) => void byKey.delete(key),
  };
}

const mostAddresses = 5_000;

/** Every file the mails name. */
export const assetsOf = (mails: readonly Mail[]): AssetRef[] => mails.flatMap(({ assets }) => assets);
