import type { SenderName } from '../../../backup/ports.ts';
import type { AccountKey, MailRow } from '../../../mail/mail.ts';
import { putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keyTuple } from '../database/keys.ts';
import { contentOf, loadAll } from './mails.ts';
import type { Connection } from '../database/open.ts';
import type { AccountRecord, StoreName, WriteTransaction } from '../database/schema.ts';
import { sumOfMail } from '../records/sums.ts';
import { putTally, readTally, withName } from '../records/accounts.ts';

const storesOfNames: StoreName[] = ['accounts', 'senders', 'mails', 'bodies', 'texts'];
/** Mails renamed in one transaction. */
const batchMails = 200;
/** So many names are kept: no service has more senders. */
const mostNames = 2_000;

/** Notes names, and which senders have mails stored under another one. */
export async function putNames(
  connection: Connection,
  owner: AccountKey,
  names: readonly SenderName[],
): Promise<void> {
  await connection.write(['accounts', 'senders'], 'relaxed', async (transaction) => {
    const tally = await readTally(transaction, owner);
    const known = new Map(tally.names?.map((each) => [each.id, each]));
    const renamed = new Set(tally.renamed);
    for (const each of names.slice(0, mostNames)) {
      const stored = await transaction.objectStore('senders').get(keyTuple(owner, each.id));
      const before = known.get(each.id)?.name ?? stored?.name;
      if (stored && before !== each.name) renamed.add(each.id);
      known.set(each.id, each);
    }
    tally.names = [...known.values()].slice(-mostNames);
    tally.renamed = [...renamed];
    await putTally(transaction, tally);
  });
}

/** Renames what is stored under another name; returns whether there was any. */
export async function applyNames(connection: Connection, owner: AccountKey): Promise<boolean> {
  const record = await connection.read(['accounts'], (transaction) =>
    transaction.objectStore('accounts').get(accountTuple(owner)),
  );
  const renamed = record?.renamed ?? [];
  for (const id of renamed) await renameSender(connection, owner, id);
  return renamed.length > 0;
}

async function renameSender(connection: Connection, owner: AccountKey, id: string): Promise<void> {
  const keys = await connection.read(['mails'], (transaction) =>
    transaction.objectStore('mails').index('sender').getAllKeys(keyTuple(owner, id)),
  );
  for (let at = 0; at < keys.length; at += batchMails) {
    await connection.write(storesOfNames, 'relaxed', async (transaction) => {
      const tally = await readTally(transaction, owner);
      await renameMails(transaction, tally, keys.slice(at, at + batchMails));
    });
  }
  await connection.write(storesOfNames, 'strict', async (transaction) => {
    const tally = await readTally(transaction, owner);
    const sender = await transaction.objectStore('senders').get(keyTuple(owner, id));
    if (sender) await transaction.objectStore('senders').put(withName(tally, { from: sender }).from);
    tally.renamed = tally.renamed?.filter((each) => each !== id) ?? [];
    await putTally(transaction, tally);
  });
}

async function renameMails(
  transaction: WriteTransaction,
  tally: AccountRecord,
  keys: [service: string, account: string, id: string][],
): Promise<void> {
  const found = await readMany(transaction.objectStore('mails'), keys);
  const rows = [...found.values()].flatMap((row): MailRow[] => {
    const renamed = withName(tally, row);
    return renamed === row ? [] : [renamed];
  });
  const ids = rows.map(({ id }) => id);
  const at = (id: string) => keyTuple(tally, id);
  const [bodies, texts] = await Promise.all([
    readMany(transaction.objectStore('bodies'), ids.map(at)),
    loadAll(ids, (id) => transaction.objectStore('texts').get(at(id))),
  ]);
  for (const row of rows) {
    putUnawaited(transaction.objectStore('mails'), row);
    const body = bodies.get(row.id);
    // A mail that has no sum yet gets one from the next check.
    if (body?.sum === undefined) continue;
    const sum = sumOfMail(row, contentOf(body, texts.get(row.id) ?? ''));
    putUnawaited(transaction.objectStore('bodies'), { ...body, sum });
  }
}
