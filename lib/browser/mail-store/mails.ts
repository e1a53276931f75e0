import type { AssetRef } from '../../mail/asset.ts';
import type { AccountKey, Mail, MailContent, MailRow } from '../../mail/mail.ts';
import { keysUnder, keyTuple, withoutQuery } from './keys.ts';
import { Requests } from './open.ts';
import type {
  AccountRecord,
  AssetRecord,
  BodyRecord,
  RefRecord,
  SenderRecord,
  StoreName,
  VersionRecord,
  WriteTransaction,
} from './schema.ts';

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
];

interface StoredMail {
  row: MailRow;
  body: BodyRecord;
  text: string;
}

function rowOf(owner: AccountKey, mail: Mail, isWithdrawn: boolean): MailRow {
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
    pictureCount: mail.assets.filter(({ kind, role }) => kind === 'image' && role === 'body').length,
    isStarred: mail.isStarred,
    isUnread: mail.isUnread,
    isWithdrawn,
  };
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

async function loadAll<T>(
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
  const [rows, refs, senders, assets] = await Promise.all([
    loadAll(ids, (id) => transaction.objectStore('mails').get(at(id))),
    loadAll(ids, (id) => transaction.objectStore('refs').get(at(id))),
    loadAll(
      mails.map(({ from }) => from.id),
      (id) => transaction.objectStore('senders').get(at(id)),
    ),
    loadAll(
      mails.flatMap((mail) => mail.assets.map(({ key }) => key)),
      (key) => transaction.objectStore('assets').get(at(key)),
    ),
  ]);
  // Most mails are new and have never failed: what they cannot have is not asked for.
  const mayHaveFailed = ids.filter((id) => refs.get(id)?.state !== 'pending');
  const [bodies, texts, problems] = await Promise.all([
    loadAll(rows.keys(), (id) => transaction.objectStore('bodies').get(at(id))),
    loadAll(rows.keys(), (id) => transaction.objectStore('texts').get(at(id))),
    loadAll(mayHaveFailed, (id) =>
      transaction.objectStore('problems').get([owner.service, owner.account, 'mail', id]),
    ),
  ]);
  const versions: VersionRecord[] = [];
  const waiting = new Map<string, AssetRef>();
  const touched = { mails: new Set<string>(), assets: new Set<string>() };

  for (const mail of mails) {
    const ref = refs.get(mail.id);
    if (ref?.state === 'deleted') continue;
    touched.mails.add(mail.id);
    const row = rows.get(mail.id);
    const body = bodies.get(mail.id);
    const stored = row && body && { row, body, text: texts.get(mail.id) ?? '' };
    let versionCount = body?.versionCount ?? 0;
    const known = new Set(body?.assets.map(({ key }) => key));
    if (stored && !isSameMail(stored, mail)) {
      const { service, account } = owner;
      const content = contentOf(stored.body, stored.text);
      versions.push({
        service,
        account,
        id: mail.id,
        number: versionCount,
        replacedAt: now,
        row: stored.row,
        content,
      });
      versionCount += 1;
    }
    if (versionCount > 0) {
      for (const key of await assetKeysOfVersions(transaction, owner, mail.id)) known.add(key);
      for (const { id, content } of versions) {
        if (id === mail.id) for (const { key } of content.assets) known.add(key);
      }
    }

    if (!row) tally.counts.mailsSaved += 1;
    countSender(senders, owner, mail, row);
    rows.set(mail.id, rowOf(owner, mail, row?.isWithdrawn ?? ref?.isWithdrawn ?? false));
    bodies.set(mail.id, bodyOf(owner, mail, versionCount));
    texts.set(mail.id, mail.text);
    if (ref) refs.set(mail.id, resolved(ref));

    for (const asset of mail.assets) {
      const record = assets.get(asset.key);
      touched.assets.add(asset.key);
      if (!record) tally.counts.assetsWanted += 1;
      const next = remember(record, owner, asset, mail, !known.has(asset.key));
      known.add(asset.key);
      assets.set(asset.key, next);
      if (next.state === 'wanted') waiting.set(asset.key, asset);
    }
  }

  const requests = new Requests();
  for (const id of touched.mails) {
    const [row, body, ref] = [rows.get(id), bodies.get(id), refs.get(id)];
    if (row) requests.add(transaction.objectStore('mails').put(row));
    if (body) requests.add(transaction.objectStore('bodies').put(body));
    requests.add(transaction.objectStore('texts').put(texts.get(id) ?? '', at(id)));
    if (ref) requests.add(transaction.objectStore('refs').put(ref));
    if (problems.has(id)) {
      tally.counts.mailsFailed -= 1;
      requests.add(transaction.objectStore('problems').delete([owner.service, owner.account, 'mail', id]));
    }
  }
  for (const version of versions) requests.add(transaction.objectStore('versions').put(version));
  for (const key of touched.assets) {
    const record = assets.get(key);
    if (record) requests.add(transaction.objectStore('assets').put(record));
  }
  for (const sender of senders.values()) requests.add(transaction.objectStore('senders').put(sender));
  await requests.all();
  return [...waiting.values()];
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

function countSender(
  senders: Map<string, SenderRecord>,
  { service, account }: AccountKey,
  mail: Mail,
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

function remember(
  record: AssetRecord | undefined,
  { service, account }: AccountKey,
  asset: AssetRef,
  mail: Mail,
  isNewOwner: boolean,
): AssetRecord {
  const ref = withoutQuery(asset);
  if (!record) {
    // Pictures of the newest mails are fetched first.
    const order = -(Date.parse(mail.receivedAt) || 0);
    return { service, account, key: asset.key, ref, state: 'wanted', mailCount: 1, order, waits: order };
  }
  const mailCount = record.mailCount + (isNewOwner ? 1 : 0);
  return record.state === 'wanted' ? { ...record, ref, mailCount } : { ...record, mailCount };
}
