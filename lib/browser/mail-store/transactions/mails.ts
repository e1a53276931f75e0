import type { AssetKind, AssetRef } from '../../../mail/asset.ts';
import type { AccountKey, Mail, MailContent, MailRow } from '../../../mail/mail.ts';
import { addIfNew, putUnawaited, readMany } from '../database/bulk.ts';
import { markUnexported } from '../records/export-log.ts';
import { accountTuple, keysUnder, keyTuple, withoutQuery } from '../database/keys.ts';
import { sumOfMail } from '../records/sums.ts';
import { Requests } from '../database/open.ts';
import { withName } from '../records/accounts.ts';
import type {
  AccountRecord,
  AssetRecord,
  BodyRecord,
  RefRecord,
  SenderRecord,
  StoreName,
  VersionRecord,
  WriteTransaction,
} from '../database/schema.ts';

/** The stores a transaction must hold for `storeMails`. */
export const storesOfMails: StoreName[] = [
  'mails',
  'bodies',
  'texts',
  'versions',
  'refs',
  'assets',
  'senders',
  'problems',
  'accounts',
  'unexported',
];

interface StoredMail {
  row: MailRow;
  body: BodyRecord;
  text: string;
}

function rowOf(owner: AccountKey, mail: Mail, isWithdrawn: boolean): MailRow {
  const videoCount = countAssets(mail, 'video');
  const voiceCount = countAssets(mail, 'audio');
  return {
    service: owner.service,
    account: owner.account,
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

function bodyOf(owner: AccountKey, mail: Mail, versionCount: number): BodyRecord {
  return {
    service: owner.service,
    account: owner.account,
    id: mail.id,
    ...(mail.htmlBody !== undefined && { htmlBody: mail.htmlBody }),
    raw: mail.raw,
    assets: mail.assets.map(withoutQuery),
    versionCount,
  };
}

/** A stored mail's parts as the reader wants them. */
export function contentOf(body: BodyRecord, text: string): MailContent {
  const { service, account, id, htmlBody, raw, assets } = body;
  return { service, account, id, ...(htmlBody !== undefined && { htmlBody }), text, raw, assets };
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
export async function storeMails(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  mails: Mail[],
  now: string,
): Promise<AssetRef[]> {
  const ids = mails.map(({ id }) => id);
  const at = (id: string) => keyTuple(owner, id);
  const [rows, refs, sendersKnown] = await Promise.all([
    readMany(transaction.objectStore('mails'), ids.map(at)),
    readMany(transaction.objectStore('refs'), ids.map(at)),
    transaction.objectStore('senders').getAll(keysUnder(...accountTuple(owner))),
  ]);
  const senders = new Map(sendersKnown.map((sender) => [sender.id, sender]));
  // Most mails are new and have never failed: what they cannot have is not asked for, and their files are taken for new.
  const mayHaveFailed = ids.filter((id) => refs.get(id)?.state !== 'pending');
  const changing = mails.filter(({ id }) => rows.has(id));
  const [bodies, texts, problems, assets] = await Promise.all([
    loadAll(rows.keys(), (id) => transaction.objectStore('bodies').get(at(id))),
    loadAll(rows.keys(), (id) => transaction.objectStore('texts').get(at(id))),
    loadAll(mayHaveFailed, (id) =>
      transaction.objectStore('problems').get([owner.service, owner.account, 'mail', id]),
    ),
    loadAll(
      changing.flatMap((mail) => mail.assets.map(({ key }) => key)),
      (key) => transaction.objectStore('assets').get(at(key)),
    ),
  ]);
  const stored = new Set(assets.keys());
  const versions: VersionRecord[] = [];
  const waiting = new Map<string, AssetRef>();
  const touched = { mails: new Set<string>(), assets: new Set<string>(), senders: new Set<string>() };
  const unexported = new Set<string>();

  for (const received of mails) {
    const mail = withName(tally, received);
    const ref = refs.get(mail.id);
    if (ref?.state === 'deleted') continue;
    touched.mails.add(mail.id);
    const row = rows.get(mail.id);
    const body = bodies.get(mail.id);
    const before = row && body && { row, body, text: texts.get(mail.id) ?? '' };
    let versionCount = body?.versionCount ?? 0;
    const known = new Set(body?.assets.map(({ key }) => key));
    if (before && !isSameMail(before, mail)) {
      const { service, account } = owner;
      const content = contentOf(before.body, before.text);
      versions.push({
        service,
        account,
        id: mail.id,
        number: versionCount,
        replacedAt: now,
        row: before.row,
        content,
        sum: sumOfMail(before.row, content),
      });
      versionCount += 1;
    }
    if (versionCount > 0) {
      for (const key of await assetKeysOfVersions(transaction, owner, mail.id)) known.add(key);
      for (const { id, content } of versions) {
        if (id === mail.id) for (const { key } of content.assets) known.add(key);
      }
    }

    if (!before || !isSameMail(before, mail)) unexported.add(mail.id);
    if (!row) tally.counts.mailsSaved += 1;
    countSender(senders, owner, mail, row);
    touched.senders.add(mail.from.id);
    const newRow = rowOf(owner, mail, row?.isWithdrawn ?? ref?.isWithdrawn ?? false);
    const newBody = bodyOf(owner, mail, versionCount);
    rows.set(mail.id, newRow);
    bodies.set(mail.id, { ...newBody, sum: sumOfMail(newRow, contentOf(newBody, mail.text)) });
    texts.set(mail.id, mail.text);
    if (ref) refs.set(mail.id, resolved(ref));

    for (const [position, asset] of mail.assets.entries()) {
      const record = assets.get(asset.key);
      touched.assets.add(asset.key);
      if (!record) tally.counts.assetsWanted += 1;
      const next = remember(record, owner, {
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
    const [row, body, ref] = [rows.get(id), bodies.get(id), refs.get(id)];
    if (row) putUnawaited(transaction.objectStore('mails'), row);
    if (body) putUnawaited(transaction.objectStore('bodies'), body);
    putUnawaited(transaction.objectStore('texts'), texts.get(id) ?? '', at(id));
    if (ref) putUnawaited(transaction.objectStore('refs'), ref);
    if (problems.has(id)) {
      tally.counts.mailsFailed -= 1;
      await transaction.objectStore('problems').delete([owner.service, owner.account, 'mail', id]);
    }
  }
  for (const version of versions) putUnawaited(transaction.objectStore('versions'), version);
  for (const id of touched.senders) {
    const sender = senders.get(id);
    if (sender) putUnawaited(transaction.objectStore('senders'), sender);
  }
  const requests = new Requests();
  for (const key of touched.assets) {
    const record = assets.get(key);
    if (!record) continue;
    if (stored.has(key)) putUnawaited(transaction.objectStore('assets'), record);
    else requests.add(addAsset(transaction, tally, record, waiting));
  }
  await requests.all();
  markUnexported(transaction, tally, owner, unexported);
  return [...waiting.values()];
}

/** Stores an asset that was taken for new; where another mail had named it before, the two are made one. */
async function addAsset(
  transaction: WriteTransaction,
  tally: AccountRecord,
  record: AssetRecord,
  waiting: Map<string, AssetRef>,
): Promise<void> {
  const store = transaction.objectStore('assets');
  if (await addIfNew(store, record)) return;
  const earlier = await store.get(keyTuple(record, record.key));
  if (!earlier) return;
  tally.counts.assetsWanted -= 1;
  const mailCount = earlier.mailCount + record.mailCount;
  if (earlier.state === 'wanted') await store.put({ ...earlier, ref: record.ref, mailCount });
  else {
    waiting.delete(record.key);
    await store.put({ ...earlier, mailCount });
  }
}

/** The keys of every asset an earlier version of the mail refers to. */
export async function assetKeysOfVersions(
  transaction: WriteTransaction,
  owner: AccountKey,
  id: string,
): Promise<string[]> {
  const range = keysUnder(...keyTuple(owner, id));
  const versions = await transaction.objectStore('versions').getAll(range);
  return versions.flatMap(({ content }) => content.assets.map(({ key }) => key));
}

function resolved(ref: RefRecord): RefRecord {
  const { waits: _waits, ...rest } = ref;
  return { ...rest, state: 'resolved', raw: '' };
}

/** One mail more of its sender, unless it was the sender's before. */
export function countSender(
  senders: Map<string, SenderRecord>,
  { service, account }: AccountKey,
  mail: Pick<Mail, 'from'>,
  before: MailRow | undefined,
): void {
  const { id, name } = mail.from;
  const mailCount = senders.get(id)?.mailCount ?? 0;
  senders.set(id, {
    service,
    account,
    id,
    name,
    mailCount: before?.from.id === id ? mailCount : mailCount + 1,
  });
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
  if (!record) {
    return { service, account, key: asset.key, ref, state: 'wanted', mailCount: 1, order, waits: order };
  }
  const mailCount = record.mailCount + (isNewOwner ? 1 : 0);
  return record.state === 'wanted' ? { ...record, ref, mailCount } : { ...record, mailCount };
}
