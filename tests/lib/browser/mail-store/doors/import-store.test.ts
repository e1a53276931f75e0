import { beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import { createImportStores, migrations } from '../../../../../lib/browser/mail-store/database/migrations.ts';
import { aMail, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

/** A database as it was before imports, with one mail in it. */
async function leaveOldDatabase(): Promise<void> {
  const before = migrations.indexOf(createImportStores);
  const connection = await openConnection({ migrations: migrations.slice(0, before) });
  const { service, account } = owner;
  const { id, kind, from, subject, preview, receivedAt, htmlBody, text, raw } = aMail({ id: 'm1' });
  const row = { service, account, id, kind, from, subject, preview, receivedAt };
  const marks = { pictureCount: 0, isStarred: false, isUnread: false, isWithdrawn: false };
  await connection.write(['mails', 'bodies', 'texts', 'accounts'], 'strict', async (transaction) => {
    await transaction.objectStore('mails').put({ ...row, ...marks });
    const body = { service, account, id, raw, assets: [], versionCount: 0 };
    await transaction.objectStore('bodies').put({ ...body, htmlBody: htmlBody ?? '' });
    await transaction.objectStore('texts').put(text, [service, account, id]);
    const counts = {
      mailsListed: 0,
      mailsSaved: 1,
      mailsFailed: 0,
      assetsWanted: 0,
      assetsSaved: 0,
      assetsFailed: 0,
      sizeBytes: 0,
    };
    await transaction.objectStore('accounts').put({ service, account, counts, nextOrder: 0 });
  });
  connection.close();
}

describe('A database from before there were imports', () => {
  beforeEach(freshDatabases);

  it('keeps its mails, and gives them a sum when they are checked', async () => {
    await leaveOldDatabase();
    const store = await openStore();
    expect((await store.library.findMail({ ...owner, id: 'm1' }))?.text).toBe('Hello from m1');
    expect(await store.imports.listImports()).toEqual([]);
    const record = {
      ...{ id: 'store', name: '', mode: 'full' as const, startedAt: '', state: 'running' as const },
      ...{ done: 0, total: 0, sizeBytes: 0, findings: [], moreFindings: 0, sumsMade: 0 },
    };
    await store.checks.check(record, { onProgress: () => undefined, signal: new AbortController().signal });
    expect(record).toMatchObject({ findings: [], sumsMade: 1 });
    store.close();
  });
});
