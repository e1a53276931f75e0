import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { noteFinding, type CheckFinding, type CheckRecord } from '../../../import/check.ts';
import { crc32 } from '../../../mail/crc32.ts';
import { isSameBytes } from '../../../zip/same-bytes.ts';
import type { StoredFile } from '../../../zip/stored-file.ts';
import type { Connection } from '../database/open.ts';
import type { PageKey } from '../database/page.ts';
import { findAsset, listKeysOfPage, moveAsset, readAssetPage, type AssetRecord } from '../records/assets.ts';
import { findPack } from '../records/packs.ts';
import { findFile } from '../records/stored-files.ts';

const sliceBytes = 8 * 1024 * 1024;

/**
 * Checks the files on these pages, notes what is wrong in the record, and returns how many were checked. Headers of a ZIP that
 * are no longer whole are taken for absent from then on.
 */
export async function checkAssets(
  connection: Connection,
  record: CheckRecord,
  pages: PageKey[],
): Promise<number> {
  let checked = 0;
  for (const page of pages) {
    const [service, account] = page;
    const noteAsset = (id: string, code: CheckFinding['code']) =>
      noteFinding(record, { kind: 'asset', service, account, id, code });
    let assets: AssetRecord[];
    try {
      assets = await connection.read(['assets'], (transaction) => readAssetPage(transaction, page));
    } catch {
      const lost = await connection.read(['assets'], (transaction) => listKeysOfPage(transaction, page));
      for (const id of lost) noteAsset(id, 'storage-broken');
      checked += lost.length;
      continue;
    }
    for (const asset of assets) {
      const code = asset.state === 'saved' ? await checkAsset(connection, record, asset) : undefined;
      // It may have been deleted or moved since its page was read.
      if (code && (await isStill(connection, asset))) noteAsset(asset.key, code);
    }
    checked += assets.length;
  }
  return checked;
}

/** Returns what is wrong with a saved file. */
async function checkAsset(
  connection: Connection,
  record: CheckRecord,
  asset: AssetRecord,
): Promise<CheckFinding['code'] | undefined> {
  try {
    const file = await connection.read(['packs'], (transaction) =>
      findFile(asset, (pack) => findPack(transaction, pack)),
    );
    record.sizeBytes += asset.facts?.sizeBytes ?? 0;
    if (!file) return 'storage-broken';
    if (record.mode === 'quick') return undefined;
    if (!(await hasTrueFrame(file))) await forgetFrame(connection, asset);
    return (await isTrue(asset, file.blob())) ? undefined : 'content-changed';
  } catch {
    return 'storage-broken';
  }
}

async function isStill(connection: Connection, asset: AssetRecord): Promise<boolean> {
  const now = await connection.read(['assets'], (transaction) => findAsset(transaction, asset, asset.key));
  return now?.state === 'saved' && now.parts?.[0]?.pack === asset.parts?.[0]?.pack;
}

/** Whether what stands before the bytes in their pack is the header it is taken for. */
async function hasTrueFrame({ framed }: StoredFile): Promise<boolean> {
  if (!framed) return true;
  const { pack, offset, header } = framed;
  const stored = await pack.slice(offset, offset + header.length).bytes();
  return isSameBytes(stored, header);
}

/** The file is whole without it: an export then writes a header of its own. */
function forgetFrame(connection: Connection, checked: AssetRecord): Promise<void> {
  return connection.write(['assets'], 'relaxed', async (transaction) => {
    const asset = await findAsset(transaction, checked, checked.key);
    const parts = asset?.parts?.map(({ frame: _frame, ...part }) => part);
    if (asset && parts) moveAsset(transaction, asset, parts);
  });
}

/** Reads the whole file; a large one by slices. */
async function isTrue({ facts }: AssetRecord, file: Blob): Promise<boolean> {
  const hash = sha256.create();
  let sum = 0;
  if (file.size <= sliceBytes) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return bytesToHex(digest) === facts?.sha256 && crc32(bytes) === facts.crc32;
  }
  for (let at = 0; at < file.size; at += sliceBytes) {
    const bytes = new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer());
    hash.update(bytes);
    sum = crc32(bytes, sum);
  }
  return bytesToHex(hash.digest()) === facts?.sha256 && sum === facts.crc32;
}
