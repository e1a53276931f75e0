import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportTerms, IncomingMail } from '../../../../../lib/import/incoming.ts';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import type { StoreName } from '../../../../../lib/browser/mail-store/database/schema.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { liveMail } from '../../../../../lib/mail/live-mail.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
  const assets = [anAssetRef('a'), anAssetRef('b'), anAssetRef('c')];
  await store.backup.putPages(owner, 'inbox', [{ refs: [aRef('m1')], mails: [], broken: [] }], aWalk());
  await store.backup.putMails(owner, [aMail({ id: 'm1', assets })]);
  await store.backup.putAssets(owner, [aSavedAsset('a', [1]), aSavedAsset('b', [2, 2, 2, 2])]);
});
afterEach(() => store.close());

type Value = Record<string, unknown>;

/** Gives every value of a store more members. */
async function extend(name: StoreName, change: (value: Value) => Value): Promise<void> {
  const connection = await openConnection();
  await connection.write([name], 'relaxed', async (transaction) => {
    let cursor = await transaction.objectStore(name).openCursor();
    while (cursor) {
      await cursor.update(change(cursor.value as unknown as Value) as never);
      cursor = await cursor.continue();
    }
  });
  connection.close();
}

async function valuesOf(name: StoreName): Promise<Value[]> {
  const connection = await openConnection();
  const values = await connection.read([name], (transaction) => transaction.objectStore(name).getAll());
  connection.close();
  return values as unknown as Value[];
}

const filesOf = async () => (await valuesOf('assets')).flatMap(({ entries }) => entries as Value[]);

/** Changes each entry of a page of files. */
const extendFiles = (change: (file: Value) => Value) =>
  extend('assets', (page) => ({ ...page, entries: (page['entries'] as Value[]).map(change) }));

const terms: ImportTerms = {
  ...{ import: 'i1', now: '2026-02-01T00:00:00Z', bringsBack: false, problems: new Map() },
};
const imported = (text: string): IncomingMail => ({
  mail: liveMail(owner, aMail({ id: 'm1', text }), false),
  assets: [],
});

describe('What a later version writes beside today’s members', () => {
  it('stays on a mail when a backup with other words comes in', async () => {
    await extend('mails', (row) => ({ ...row, talk: 't1', poster: '7', durationSeconds: 12 }));
    await extend('bodies', (body) => ({ ...body, evidence: { receivedAt: '2020-01-02' } }));
    await store.imports.putBatch(owner, { mails: [imported('other words')], assets: [] }, terms);
    expect(await valuesOf('versions')).toHaveLength(1);
    expect(await valuesOf('mails')).toMatchObject([{ talk: 't1', poster: '7', durationSeconds: 12 }]);
    expect(await valuesOf('bodies')).toMatchObject([{ evidence: { receivedAt: '2020-01-02' } }]);
  });

  it('goes with the words of a mail that become an earlier version', async () => {
    await extend('bodies', (body) => ({ ...body, evidence: { receivedAt: '2020-01-02' } }));
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'changed' })]);
    expect(await valuesOf('versions')).toMatchObject([
      { content: { evidence: { receivedAt: '2020-01-02' } } },
    ]);
    expect((await valuesOf('bodies'))[0]).not.toHaveProperty('evidence');
  });

  it('stays on a mail that is withdrawn, and on one whose sender is renamed', async () => {
    await extend('mails', (row) => ({ ...row, durationSeconds: 12 }));
    await extend('bodies', (body) => ({ ...body, evidence: { subject: 'Subjekt' } }));
    await store.backup.putPages(owner, 'inbox', [], aWalk({ number: 2 }));
    await store.backup.finishWalk(owner, 'inbox', '2026-02-01T00:00:00Z');
    await store.backup.putNames(owner, [{ id: '7', name: 'Other', language: 'en' }]);
    await store.backup.applyNames(owner);
    const renamed = { isWithdrawn: true, from: { name: 'Other' }, durationSeconds: 12 };
    expect(await valuesOf('mails')).toMatchObject([renamed]);
    expect(await valuesOf('bodies')).toMatchObject([{ evidence: { subject: 'Subjekt' } }]);
  });

  it('stays on files when their mail comes again, and when their pack is written anew', async () => {
    const later = { remark: 'bytes-behind-the-end', origin: { kind: 'live' }, variants: ['poster'] };
    await extendFiles((file) => ({
      ...file,
      ...later,
      facts: { ...(file['facts'] as Value), durationSeconds: 12 },
    }));
    const poster = anAssetRef('poster', { variantOf: 'a' });
    const text = 'changed';
    await store.backup.putMails(owner, [aMail({ id: 'm1', text, assets: [anAssetRef('a'), poster] })]);
    await store.backup.putMails(owner, [
      aMail({ id: 'm2', from: { id: '8', name: 'Y' }, assets: [anAssetRef('d')] }),
    ]);
    await store.backup.putAssets(owner, [aSavedAsset('d', [1, 2, 3])]);
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '8' });
    const files = await filesOf();
    expect(files.find(({ key }) => key === 'a')).toMatchObject({ ...later, facts: { durationSeconds: 12 } });
    expect(files.find(({ key }) => key === 'poster')).toMatchObject({ ref: { variantOf: 'a' } });
  });

  it('stays on a file in trouble until its bytes are there', async () => {
    const trouble = { code: 'short-body', refusedAt: '2026-01-01T00:00:00Z', sums: ['ab', 'cd'] };
    await extendFiles((file) => (file['key'] === 'c' ? { ...file, trouble } : file));
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('c')] })]);
    await store.backup.putProblems([
      { ...owner, kind: 'asset', id: 'c', state: 'damaged', code: 'short-body', at: '2026-01-01T00:00:00Z' },
    ]);
    await store.backup.retryProblems(owner);
    expect((await filesOf()).find(({ key }) => key === 'c')).toMatchObject({ state: 'wanted', trouble });
    await store.backup.putAssets(owner, [aSavedAsset('c', [3])]);
    const saved = (await filesOf()).find(({ key }) => key === 'c');
    expect(saved).toMatchObject({ state: 'saved' });
    expect(saved).not.toHaveProperty('trouble');
  });

  it('stays on a feed and on an account', async () => {
    const state = { ...(await store.backup.readFeed(owner, 'inbox')), language: 'ko' };
    await extend('feeds', (feed) => ({ ...feed, state }));
    await extend('accounts', (account) => ({ ...account, color: 'teal' }));
    await store.backup.putPages(owner, 'inbox', [], aWalk({ number: 2 }));
    await store.backup.finishWalk(owner, 'inbox', '2026-02-01T00:00:00Z');
    expect(await store.backup.readFeed(owner, 'inbox')).toMatchObject({ language: 'ko' });
    expect(await valuesOf('accounts')).toMatchObject([{ color: 'teal' }]);
  });
});

describe('A service that is known only from backups', () => {
  it('has mails, files and a name like any other', async () => {
    const closed = { service: 'closed-talks', account: 'unknown-1234567890' };
    const assets = [anAssetRef('z', { mailId: 'm5' })];
    const mail = { ...imported('words').mail, ...liveMail(closed, aMail({ id: 'm5', assets }), false) };
    await store.imports.putBatch(
      closed,
      { mails: [{ mail, assets: [] }], assets: [aSavedAsset('z', [7])] },
      terms,
    );
    expect((await store.library.listMails()).map(({ service, id }) => `${service} ${id}`)).toContain(
      'closed-talks m5',
    );
    expect(await store.library.serviceNames()).toMatchObject({ 'closed-talks': 'closed-talks' });
    expect([...((await (await store.exportReader.openAsset(closed, 'z'))?.blob().bytes()) ?? [])]).toEqual([
      7,
    ]);
  });
});
