import type { AccountUsage } from '../../../mail/mail-library.ts';
import type { Connection } from '../database/open.ts';
import { listAccounts } from '../records/accounts.ts';

/** What each mailbox holds, ordered by service and account. Read from counters. */
export async function readUsage(connection: Connection): Promise<AccountUsage[]> {
  const accounts = await connection.read(['accounts'], listAccounts);
  return accounts.map(({ service, account, counts }) => ({
    service,
    account,
    mails: counts.mailsSaved,
    assets: counts.assetsSaved,
    sizeBytes: counts.sizeBytes,
    waiting: counts.assetsWanted,
  }));
}

/**
 * How many mails the database believes to hold. Noted elsewhere after a backup, it distinguishes an empty inbox
 * from a database the browser has emptied.
 */
export async function readSentinel(connection: Connection): Promise<number> {
  const usage = await readUsage(connection);
  return usage.reduce((sum, { mails }) => sum + mails, 0);
}
