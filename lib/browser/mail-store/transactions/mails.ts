import type { AssetRef } from '../../../mail/asset.ts';
import { liveMail } from '../../../mail/live-mail.ts';
import type { AccountKey, Mail, MailKey } from '../../../mail/mail.ts';
import { mergeMail } from '../../../mail/merge.ts';
import { withoutQuery, withoutSignature } from '../database/keys.ts';
import type { AnyTransaction, StoreName } from '../database/schema.ts';
import { withName, type Tally } from '../records/accounts.ts';
import { putAsset, readAssets, type AssetRecord } from '../records/assets.ts';
import { readRows } from '../records/mails.ts';
import { deleteProblem, findProblem } from '../records/problems.ts';
import { putRef, readRefs } from '../records/refs.ts';
import { markUnexported } from '../records/unexported.ts';
import { listVersions } from '../records/versions.ts';
import { putMail, readMails, refsOf } from './known-mails.ts';

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
  const { transaction } = tally;
  const ids = mails.map(({ id }) => id);
  const [rowsStored, refsStored] = await Promise.all([
    readRows(transaction, tally, ids),
    readRefs(transaction, tally, ids),
  ]);
  const rows = new Map(rowsStored);
  const refs = new Map(refsStored);
  // Most mails are new and have never failed: what they cannot have is not asked for.
  const mayHaveFailed = ids.filter((id) => refs.get(id)?.state !== 'pending');
  const [{ mails: known, damaged }, problems, assetsStored] = await Promise.all([
    readMails(transaction, tally, rows),
    loadAll(mayHaveFailed, (id) => findProblem(transaction, tally, 'mail', id)),
    readAssets(
      transaction,
      tally,
      mails.flatMap((mail) => mail.assets.map(({ key }) => key)),
    ),
  ]);
  const versionsBefore = new Map([...known].map(([id, { versions }]) => [id, versions.length]));
  const assets = new Map(assetsStored);
  const waiting = new Map<string, AssetRef>();
  const touched = { mails: new Set<string>(), assets: new Set<string>() };
  const unexported = new Set<string>();

  for (const received of mails) {
    const mail = withName(tally.record, received);
    const ref = refs.get(mail.id);
    if (ref?.state === 'deleted') continue;
    touched.mails.add(mail.id);
    const stored = known.get(mail.id);
    const isWithdrawn = rows.get(mail.id)?.isWithdrawn ?? ref?.isWithdrawn ?? false;
    const incoming = liveMail(tally, { ...mail, assets: mail.assets.map(withoutQuery) }, isWithdrawn);
    const isDamaged = damaged.has(mail.id);
    const merged = mergeMail(stored, incoming, { kind: 'live' }, { isListedHere: true, isDamaged, now });
    if (merged.outcome !== 'same' && merged.mail !== stored) unexported.add(mail.id);
    known.set(mail.id, merged.mail);
    damaged.delete(mail.id);
    if (ref) {
      const { trouble: _trouble, ...rest } = ref;
      refs.set(mail.id, { ...rest, state: 'resolved', raw: '' });
    }

    const shown = new Set(stored && refsOf(stored).keys());
    for (const [position, asset] of mail.assets.entries()) {
      const record = assets.get(asset.key);
      touched.assets.add(asset.key);
      const next = remember(record, tally, {
        asset,
        order: assetOrder(mail, position),
        isNewOwner: !shown.has(asset.key),
      });
      shown.add(asset.key);
      assets.set(asset.key, next);
      if (next.state === 'wanted') waiting.set(asset.key, asset);
    }
  }

  for (const id of touched.mails) {
    const [mail, ref, problem] = [known.get(id), refs.get(id), problems.get(id)];
    if (mail) putMail(tally, rowsStored.get(id), mail, versionsBefore.get(id) ?? 0);
    if (ref) putRef(tally, refsStored.get(id), ref);
    if (problem) deleteProblem(tally, problem);
  }
  for (const key of touched.assets) {
    const record = assets.get(key);
    if (record) putAsset(tally, assetsStored.get(key), record);
  }
  markUnexported(tally, unexported);
  return [...waiting.values()];
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
  const ref = withoutSignature(asset);
  if (!record) return { service, account, key: asset.key, ref, state: 'wanted', mailCount: 1, order };
  const mailCount = record.mailCount + (isNewOwner ? 1 : 0);
  return record.state === 'wanted' ? { ...record, ref, mailCount } : { ...record, mailCount };
}
