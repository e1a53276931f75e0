import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import {
  openMailStore,
  type MailStore,
  type MailStoreOptions,
} from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';

import { openConnection } from '../../../../lib/browser/mail-store/database/open.ts';
import { migrations } from '../../../../lib/browser/mail-store/database/migrations.ts';
import { noCounts } from '../../../../lib/browser/mail-store/records/accounts.ts';
import { aMail, owner } from '../../../support/store-builders.ts';

/** Forgets every database: the next one opened is the first. */
export function freshDatabases(): void {
  globalThis.indexedDB = new IDBFactory();
}

/** A store over the databases there are, at a fixed time. */
export function openStore(options: MailStoreOptions = {}): Promise<MailStore> {
  return openMailStore({ now: () => new Date('2026-01-02T03:04:05Z'), ...options });
}

/** Leaves a database as it was after so many steps, with a row for each mail: what later code writes may need stores it has not. */
export async function leaveOldDatabase(steps: number, ids: readonly string[]): Promise<void> {
  const connection = await openConnection({ migrations: migrations.slice(0, steps) });
  const { service, account } = owner;
  await connection.write(['mails', 'accounts'], 'strict', async (transaction) => {
    for (const id of ids) {
      const { kind, from, subject, preview, receivedAt, isStarred, isUnread } = aMail({ id });
      const row = { service, account, id, kind, from, subject, preview, receivedAt, isStarred, isUnread };
      await transaction.objectStore('mails').put({ ...row, pictureCount: 0, isWithdrawn: false });
    }
    const counts = { ...noCounts(), mailsSaved: ids.length };
    await transaction.objectStore('accounts').put({ service, account, counts, nextOrder: 0 });
  });
  connection.close();
}
