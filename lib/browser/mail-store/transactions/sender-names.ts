import type { SenderName } from '../../../backup/ports.ts';
import type { AccountKey, MailRow } from '../../../mail/mail.ts';
import type { Connection } from '../database/open.ts';
import type { StoreName } from '../database/schema.ts';
import { findAccount, withName, withTally, type Tally } from '../records/accounts.ts';
import { contentOf, putBody, readBodies } from '../records/bodies.ts';
import { listIdsOfSender, listRowsOfSender, putRow, readRows } from '../records/mails.ts';
import { sumOfMail } from '../records/sums.ts';
import { findText } from '../records/texts.ts';
import { loadAll } from './mails.ts';

const storesOfNames: StoreName[] = ['accounts', 'mails', 'bodies', 'texts'];
/** Mails renamed in one transaction. */
const batchMails = 200;
/** So many names are kept: no service has more senders. */
const mostNames = 2_000;

/** Notes names, and which senders may have mails stored under another one. */
export async function putNames(
  connection: Connection,
  owner: AccountKey,
  names: readonly SenderName[],
): Promise<void> {
  await connection.write(['accounts', 'mails'], 'relaxed', (transaction) =>
    withTally(transaction, owner, async (tally) => {
      const known = new Map(tally.record.names?.map((each) => [each.id, each]));
      const renamed = new Set(tally.record.renamed);
      for (const each of names.slice(0, mostNames)) {
        // Until a name is known, each mail bears what its own record says.
        const isNew = known.get(each.id)?.name !== each.name;
        if (isNew && (await listRowsOfSender(transaction, owner, each.id, 1)).length > 0)
          renamed.add(each.id);
        known.set(each.id, each);
      }
      tally.setNames({ names: [...known.values()].slice(-mostNames), renamed: [...renamed] });
    }),
  );
}

/** Renames what is stored under another name; returns whether something was renamed. */
export async function applyNames(connection: Connection, owner: AccountKey): Promise<boolean> {
  const record = await connection.read(['accounts'], (transaction) => findAccount(transaction, owner));
  let hasChanged = false;
  for (const id of record?.renamed ?? []) if (await renameSender(connection, owner, id)) hasChanged = true;
  return hasChanged;
}

/** Returns whether a mail had another name. */
async function renameSender(connection: Connection, owner: AccountKey, id: string): Promise<boolean> {
  const ids = await connection.read(['mails'], (transaction) => listIdsOfSender(transaction, owner, id));
  let hasChanged = false;
  for (let at = 0; at < ids.length; at += batchMails) {
    const count = await connection.write(storesOfNames, 'relaxed', (transaction) =>
      withTally(transaction, owner, (tally) => renameMails(tally, ids.slice(at, at + batchMails))),
    );
    hasChanged ||= count > 0;
  }
  await connection.write(['accounts'], 'strict', (transaction) =>
    withTally(transaction, owner, async (tally) => {
      const { names, renamed = [] } = tally.record;
      tally.setNames({ ...(names && { names }), renamed: renamed.filter((each) => each !== id) });
    }),
  );
  return hasChanged;
}

/** Returns how many had another name. */
async function renameMails(tally: Tally, ids: readonly string[]): Promise<number> {
  const { transaction, service, account } = tally;
  const stored = await readRows(transaction, tally, ids);
  const rows = [...stored.values()].flatMap((row): MailRow[] => {
    const renamed = withName(tally.record, row);
    return renamed === row ? [] : [renamed];
  });
  const changed = rows.map(({ id }) => id);
  const [bodies, texts] = await Promise.all([
    readBodies(transaction, tally, changed),
    loadAll(changed, (id) => findText(transaction, { service, account, id })),
  ]);
  for (const row of rows) {
    putRow(tally, stored.get(row.id), row);
    const body = bodies.get(row.id);
    // A mail that has no sum yet gets one from the next check.
    if (body?.sum === undefined) continue;
    const sum = sumOfMail(row, contentOf(body, texts.get(row.id) ?? ''));
    putBody(transaction, { ...body, sum });
  }
  return rows.length;
}
