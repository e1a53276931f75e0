import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { noteFinding, type CheckFinding, type CheckRecord } from '../../../import/check.ts';
import { isSameBytes } from '../../../zip/same-bytes.ts';
import type { StoredFile } from '../../../zip/stored-file.ts';
import { crc32 } from '../../../mail/crc32.ts';
import type { MailKey } from '../../../mail/mail.ts';
import type { Connection } from '../database/open.ts';
import type { PageKey } from '../database/page.ts';
import type { AnyTransaction, KeyTuple } from '../database/schema.ts';
import { listAccounts } from '../records/accounts.ts';
import {
  findAsset,
  hasAsset,
  listAssetPages,
  listKeysOfPage,
  moveAsset,
  readAssetPage,
  type AssetRecord,
} from '../records/assets.ts';
import { contentOf, findBody, putBody } from '../records/bodies.ts';
import { countRows, findRow, listMailKeys } from '../records/mails.ts';
import { findPack } from '../records/packs.ts';
import { findFile } from '../records/stored-files.ts';
import { sumOfMail } from '../records/sums.ts';
import { findText } from '../records/texts.ts';
import { listVersions, putVersion } from '../records/versions.ts';
import { countAccount } from './recount.ts';

/** What a check reports while it goes on. */
export interface CheckWatch {
  /** Called after every batch, with the record as it stands. */
  onProgress(record: CheckRecord): Promise<void> | void;
  signal: AbortSignal;
}

const mailsAtOnce = 200;
/** Of assets; each holds as many as were written together. */
const pagesAtOnce = 1;
const sliceBytes = 8 * 1024 * 1024;

/**
 * Checks everything stored: mails, then files, then counters, from the record's cursor on. Quick looks at structure, counts
 * and sizes; full compares every word and byte with the sum kept of it. Changes nothing, but gives mails of older schemas
 * the sum they lack, and takes headers of a ZIP that are no longer whole for absent. Rejects with the signal's reason; the
 * record then knows where to go on.
 */
export async function checkStore(
  connection: Connection,
  record: CheckRecord,
  watch: CheckWatch,
): Promise<void> {
  record.cursor ??= { stage: 'mails' };
  if (record.cursor.stage === 'mails') {
    await eachBatch(connection, record, watch, {
      stage: 'mails',
      size: mailsAtOnce,
      listKeys: listMailKeys,
      check: (keys) => checkMails(connection, record, keys),
    });
    record.cursor = { stage: 'assets' };
  }
  if (record.cursor.stage === 'assets') {
    await eachBatch(connection, record, watch, {
      stage: 'assets',
      size: pagesAtOnce,
      listKeys: listAssetPages,
      check: (keys) => checkAssets(connection, record, keys),
    });
    record.cursor = { stage: 'counts' };
  }
  for (const { service, account } of await connection.read(['accounts'], listAccounts)) {
    const owner = { service, account };
    const { isTrue } = await countAccount(connection, owner);
    if (!isTrue) noteFinding(record, { kind: 'counts', ...owner, code: 'storage-broken' });
  }
}

/** How much there is to check. */
export async function countStored(connection: Connection): Promise<number> {
  return connection.read(['mails', 'accounts'], async (transaction) => {
    const [mails, accounts] = await Promise.all([countRows(transaction), listAccounts(transaction)]);
    return accounts.reduce(
      (sum, { counts }) => sum + counts.assetsWanted + counts.assetsSaved + counts.assetsFailed,
      mails,
    );
  });
}

/** A store that is checked some keys at a time. */
interface Stage<Key> {
  stage: 'mails' | 'assets';
  size: number;
  listKeys(transaction: AnyTransaction, last: Key | undefined, limit: number): Promise<Key[]>;
  /** Returns how many things it has checked. */
  check(keys: Key[]): Promise<number>;
}

/** Goes over the keys of a store; what they stand for may be unreadable, keys are not. */
async function eachBatch<Key extends KeyTuple | PageKey>(
  connection: Connection,
  record: CheckRecord,
  { onProgress, signal }: CheckWatch,
  { stage, size, listKeys, check }: Stage<Key>,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const after = record.cursor?.after as Key | undefined;
    const keys = await connection.read([stage], (transaction) => listKeys(transaction, after, size));
    const last = keys.at(-1);
    if (!last) return;
    record.done += await check(keys);
    record.total = Math.max(record.total, record.done);
    record.cursor = { stage, after: last };
    await onProgress(record);
    if (keys.length < size) return;
  }
}

async function checkMails(connection: Connection, record: CheckRecord, keys: KeyTuple[]): Promise<number> {
  const unsummed: MailKey[] = [];
  for (const [service, account, id] of keys) {
    const owner = { service, account };
    const key = { ...owner, id };
    const found = (kind: 'mail' | 'version') =>
      noteFinding(record, { kind, ...owner, id, code: 'content-changed' });
    try {
      const { row, body, text, versions, known } = await connection.read(
        ['mails', 'bodies', 'texts', 'versions', 'assets'],
        async (transaction) => {
          const stored = await readStored(transaction, key);
          const assets = stored.body?.assets ?? [];
          const isKnown = await Promise.all(assets.map((asset) => hasAsset(transaction, owner, asset.key)));
          return { ...stored, known: isKnown };
        },
      );
      // Deleted since the keys were read.
      if (!row) continue;
      if (!body || text === undefined || versions.length !== body.versionCount || known.includes(false)) {
        found('mail');
        continue;
      }
      if (record.mode === 'quick') continue;
      if (body.sum === undefined || versions.some(({ sum }) => sum === undefined))
        unsummed.push({ ...owner, id });
      if ((body.sum ?? sumOfMail(row, contentOf(body, text))) !== sumOfMail(row, contentOf(body, text)))
        found('mail');
      for (const { sum, row: old, content } of versions)
        if (sum !== undefined && sum !== sumOfMail(old, content)) found('version');
    } catch {
      noteFinding(record, { kind: 'mail', ...owner, id, code: 'storage-broken' });
    }
  }
  if (unsummed.length > 0) record.sumsMade += await makeSums(connection, unsummed);
  return keys.length;
}

async function readStored(transaction: AnyTransaction, key: MailKey) {
  const [row, body, text, versions] = await Promise.all([
    findRow(transaction, key),
    findBody(transaction, key),
    findText(transaction, key),
    listVersions(transaction, key),
  ]);
  return { row, body, text, versions };
}

/** Mails that were stored before there were sums get theirs now: from here on a change is seen. */
async function makeSums(connection: Connection, mails: MailKey[]): Promise<number> {
  return connection.write(['mails', 'bodies', 'texts', 'versions'], 'relaxed', async (transaction) => {
    let made = 0;
    for (const mail of mails) {
      const { row, body, text, versions } = await readStored(transaction, mail);
      if (!row || !body) continue;
      made += 1;
      putBody(transaction, { ...body, sum: body.sum ?? sumOfMail(row, contentOf(body, text ?? '')) });
      for (const version of versions)
        putVersion(transaction, { ...version, sum: version.sum ?? sumOfMail(version.row, version.content) });
    }
    return made;
  });
}

async function checkAssets(connection: Connection, record: CheckRecord, pages: PageKey[]): Promise<number> {
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
