import type { AssetKind, AssetRef } from '../../../mail/asset.ts';
import type { AccountKey, Mail, MailKey, MailRow } from '../../../mail/mail.ts';
import { withoutQuery } from '../database/keys.ts';
import type { AnyTransaction, StoreName } from '../database/schema.ts';
import { withName, type Tally } from '../records/accounts.ts';
import { addAsset, findAsset, putAsset, type AssetRecord } from '../records/assets.ts';
import { contentOf, findBody, putBody, type BodyRecord } from '../records/bodies.ts';
import { putRow, readRows } from '../records/mails.ts';
import { deleteProblem, findProblem } from '../records/problems.ts';
import { putRef, readRefs } from '../records/refs.ts';
import { sumOfMail } from '../records/sums.ts';
import { findText, putText } from '../records/texts.ts';
import { markUnexported } from '../records/unexported.ts';
import { listVersions, putVersion, type VersionRecord } from '../records/versions.ts';

/** The stores a transaction must hold for `storeMails`. */
export const storesOfMails: StoreName[] = [
  'mails',
  'bodies',
  'texts',
  'versions',
  'refs',
  'assets',
  'problems',
  'accounts',
  'unexported',
];

interface StoredMail {
  row: MailRow;
  body: BodyRecord;
  text: string;
}

function rowOf({ service, account }: AccountKey, mail: Mail, isWithdrawn: boolean): MailRow {
  const videoCount = countAssets(mail, 'video');
  const voiceCount = countAssets(mail, 'audio');
  return {
    service,
    account,
    id: mail.id,
    kind: mail.kind,
    from: mail.from,
    ...(mail.group && { group: mail.group }),
    subject: mail.subject,
    preview: mail.preview,
    receivedAt: mail.receivedAt,
    pictureCount: countAssets(mail, 'image'),
    ...(videoCount > 0 && { videoCount }),
    ...(voiceCount > 0 && { voiceCount }),
    isStarred: mail.isStarred,
    isUnread: mail.isUnread,
    isWithdrawn,
  };
}

function countAssets(mail: Mail, wanted: AssetKind): number {
  return mail.assets.filter(({ kind, role }) => kind === wanted && role === 'body').length;
}

function bodyOf({ service, account }: AccountKey, mail: Mail, versionCount: number): BodyRecord {
  return {
    service,
    account,
    id: mail.id,
    ...(mail.htmlBody !== undefined && { htmlBody: mail.htmlBody }),
    raw: mail.raw,
    assets: mail.assets.map(withoutQuery),
    versionCount,
  };
}

/** Words and record are what make a version; stars and read marks come and go. */
function isSameMail(stored: StoredMail, mail: Mail): boolean {
  return (
    stored.row.subject === mail.subject &&
    stored.text === mail.text &&
    stored.body.htmlBody === mail.htmlBody &&
    stored.body.assets.map(({ key }) => key).join('\n') === mail.assets.map(({ key }) => key).join('\n')
  );
}

/** Loads each key once; what is not there is left out. */
export async function loadAll<T>(
  keys: Iterable<string>,
  load: (key: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  await Promise.all(
    [...new Set(keys)].map(async (key) => {
      const value = await load(key);
      if (value !== undefined) found.set(key, value);
    }),
  );
  return found;
}

/**
 * Stores mails inside a transaction of the caller: rows, bodies, words, refs resolved, assets remembered. A mail the user
 * has deleted is left out. Returns the assets that now wait, with their addresses as given.
 */
export async function storeMails(tally: Tally, mails: Mail[], now: string): Promise<AssetRef[]> {
  const { transaction, service, account } = tally;
  const at = (id: string): MailKey => ({ service, account, id });
  const ids = mails.map(({ id }) => id);
  const [rowsStored, refsStored] = await Promise.all([
    readRows(transaction, tally, ids),
    readRefs(transaction, tally, ids),
  ]);
  const rows = new Map(rowsStored);
  const refs = new Map(refsStored);
  // Most mails are new and have never failed: what they cannot have is not asked for, and their files are taken for new.
  const mayHaveFailed = ids.filter((id) => refs.get(id)?.state !== 'pending');
  const changing = mails.filter(({ id }) => rows.has(id));
  const [bodies, texts, problems, assetsStored] = await Promise.all([
    loadAll(rows.keys(), (id) => findBody(transaction, at(id))),
    loadAll(rows.keys(), (id) => findText(transaction, at(id))),
    loadAll(mayHaveFailed, (id) => findProblem(transaction, tally, 'mail', id)),
    loadAll(
      changing.flatMap((mail) => mail.assets.map(({ key }) => key)),
      (key) => findAsset(transaction, tally, key),
    ),
  ]);
  const assets = new Map(assetsStored);
  const versions: VersionRecord[] = [];
  const waiting = new Map<string, AssetRef>();
  const touched = { mails: new Set<string>(), assets: new Set<string>() };
  const unexported = new Set<string>();

  for (const received of mails) {
    const mail = withName(tally.record, received);
    const ref = refs.get(mail.id);
    if (ref?.state === 'deleted') continue;
    touched.mails.add(mail.id);
    const row = rows.get(mail.id);
    const body = bodies.get(mail.id);
    const before = row && body && { row, body, text: texts.get(mail.id) ?? '' };
    let versionCount = body?.versionCount ?? 0;
    const known = new Set(body?.assets.map(({ key }) => key));
    if (before && !isSameMail(before, mail)) {
      const content = contentOf(before.body, before.text);
      const sum = sumOfMail(before.row, content);
      versions.push({
        ...at(mail.id),
        ...{ number: versionCount, replacedAt: now, row: before.row, content, sum },
      });
      versionCount += 1;
    }
    if (versionCount > 0) {
      for (const key of await assetKeysOfVersions(transaction, at(mail.id))) known.add(key);
      for (const { id, content } of versions) {
        if (id === mail.id) for (const { key } of content.assets) known.add(key);
      }
    }

    if (!before || !isSameMail(before, mail)) unexported.add(mail.id);
    const newRow = rowOf(tally, mail, row?.isWithdrawn ?? ref?.isWithdrawn ?? false);
    const newBody = bodyOf(tally, mail, versionCount);
    rows.set(mail.id, newRow);
    bodies.set(mail.id, { ...newBody, sum: sumOfMail(newRow, contentOf(newBody, mail.text)) });
    texts.set(mail.id, mail.text);
    if (ref) refs.set(mail.id, { ...ref, state: 'resolved', raw: '' });

    for (const [position, asset] of mail.assets.entries()) {
      const record = assets.get(asset.key);
      touched.assets.add(asset.key);
      const next = remember(record, tally, {
        asset,
        order: assetOrder(mail, position),
        isNewOwner: !known.has(asset.key),
      });
      known.add(asset.key);
      assets.set(asset.key, next);
      if (next.state === 'wanted') waiting.set(asset.key, asset);
    }
  }

  for (const id of touched.mails) {
    const [row, body, ref, problem] = [rows.get(id), bodies.get(id), refs.get(id), problems.get(id)];
    if (row) putRow(tally, rowsStored.get(id), row);
    if (body) putBody(transaction, body);
    putText(transaction, at(id), texts.get(id) ?? '');
    if (ref) putRef(tally, refsStored.get(id), ref);
    if (problem) deleteProblem(tally, problem);
  }
  for (const version of versions) putVersion(transaction, version);
  await Promise.all(
    [...touched.assets].map(async (key) => {
      const record = assets.get(key);
      const stored = assetsStored.get(key);
      if (record && stored) putAsset(tally, stored, record);
      else if (record) await addOrJoinAsset(tally, record, waiting);
    }),
  );
  markUnexported(tally, unexported);
  return [...waiting.values()];
}

/** Stores an asset that was taken for new; where another mail had named it before, the two are made one. */
async function addOrJoinAsset(
  tally: Tally,
  record: AssetRecord,
  waiting: Map<string, AssetRef>,
): Promise<void> {
  if (await addAsset(tally, record)) return;
  const earlier = await findAsset(tally.transaction, tally, record.key);
  if (!earlier) return;
  const mailCount = earlier.mailCount + record.mailCount;
  if (earlier.state !== 'wanted') waiting.delete(record.key);
  putAsset(tally, earlier, {
    ...earlier,
    ...(earlier.state === 'wanted' && { ref: record.ref }),
    mailCount,
  });
}

/** The keys of every asset an earlier version of the mail refers to. */
export async function assetKeysOfVersions(transaction: AnyTransaction, key: MailKey): Promise<string[]> {
  const versions = await listVersions(transaction, key);
  return versions.flatMap(({ content }) => content.assets.map((asset) => asset.key));
}

/**
 * A file's place in the queue, smallest first: those of the newest mails are fetched first, and those of one mail as the mail
 * names them, `position` counting from 0.
 */
export function assetOrder({ receivedAt }: Pick<Mail, 'receivedAt'>, position: number): number {
  return Math.min(position, 999) / 1000 - (Date.parse(receivedAt) || 0);
}

function remember(
  record: AssetRecord | undefined,
  { service, account }: AccountKey,
  { asset, order, isNewOwner }: { asset: AssetRef; order: number; isNewOwner: boolean },
): AssetRecord {
  const ref = withoutQuery(asset);
  if (!record) return { service, account, key: asset.key, ref, state: 'wanted', mailCount: 1, order };
  const mailCount = record.mailCount + (isNewOwner ? 1 : 0);
  return record.state === 'wanted' ? { ...record, ref, mailCount } : { ...record, mailCount };
}
