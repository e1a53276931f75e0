import { noteFinding, type CheckRecord } from '../../../import/check.ts';
import type { MailKey } from '../../../mail/mail.ts';
import type { Connection } from '../database/open.ts';
import type { AnyTransaction, KeyTuple } from '../database/schema.ts';
import { hasAsset } from '../records/assets.ts';
import { contentOf, findBody, putBody } from '../records/bodies.ts';
import { findRow } from '../records/mails.ts';
import { sumOfMail } from '../records/sums.ts';
import { findText } from '../records/texts.ts';
import { listVersions, putVersion } from '../records/versions.ts';

/**
 * Checks the mails of these keys, notes what is wrong in the record, and returns how many were checked. Gives mails without a
 * sum theirs where the check is full.
 */
export async function checkMails(
  connection: Connection,
  record: CheckRecord,
  keys: KeyTuple[],
): Promise<number> {
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
