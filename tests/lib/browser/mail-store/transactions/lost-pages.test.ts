import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckRecord } from '../../../../../lib/import/check.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../../../../support/store-builders.ts';
import { makeUnreadable } from '../../../../support/unreadable-value.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const other = { ...owner, account: 'zz' };
const none: ReadonlySet<string> = new Set();

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
  const page = (...ids: string[]) => ({ refs: ids.map((id) => aRef(id)), mails: [], broken: [] });
  const draw = vi.spyOn(Math, 'random').mockReturnValue(2 ** -48); // So that the first page is 1.
  await store.backup.putPages(owner, 'inbox', [page('m1', 'm2')], aWalk());
  draw.mockRestore();
  await store.backup.putMails(owner, [
    aMail({ id: 'm1', assets: [anAssetRef('a', { mailId: 'm1' }), anAssetRef('shared', { mailId: 'm1' })] }),
    aMail({ id: 'm2', text: 'first', assets: [anAssetRef('shared', { mailId: 'm2' })] }),
  ]);
  await store.backup.putMails(owner, [aMail({ id: 'm2', assets: [anAssetRef('b', { mailId: 'm2' })] })]);
  await store.backup.putMails(other, [aMail({ id: 'm1', assets: [anAssetRef('a', { mailId: 'm1' })] })]);
  await store.backup.putAssets(owner, [aSavedAsset('a', [1]), aSavedAsset('shared', [2, 2])]);
  await store.backup.putAssets(owner, [aSavedAsset('b', [3])]);
  await store.backup.finishWalk(owner, 'inbox', '2026-01-01T00:00:00Z');
});
afterEach(() => store.close());

/** The page of `refs` is 1; files that waited were pages 2 and 3, those of each pack 4 and 5. */
const pageOf = (number: number) => [owner.service, owner.account, number];

async function check(): Promise<CheckRecord> {
  const record: CheckRecord = {
    ...{ id: 'store', name: '', mode: 'quick', startedAt: '2026-01-01T00:00:00Z', state: 'running' },
    ...{ done: 0, total: 0, sizeBytes: 0, findings: [], moreFindings: 0, sumsMade: 0 },
  };
  await store.checks.check(record, { onProgress: () => undefined, signal: new AbortController().signal });
  return record;
}
const files = (...ids: string[]) =>
  ids.map((id) => ({ kind: 'asset', ...owner, id, code: 'storage-broken' }));
const counts = { kind: 'counts', ...owner, code: 'storage-broken' };

describe('A page of files that cannot be read', () => {
  beforeEach(() => makeUnreadable('assets', pageOf(4)));

  it('is found by a check, which names every file of it and goes on', async () => {
    const { findings, done } = await check();
    expect(findings).toEqual([...files('a', 'shared'), counts]);
    expect(done).toBe(7);
  });

  it('leaves the words of a mail readable, and says that its files are damaged', async () => {
    expect(await store.library.findMail({ ...owner, id: 'm1' })).toMatchObject({ text: 'Hello from m1' });
    expect(await store.library.listAssets({ ...owner, id: 'm1' })).toMatchObject([
      { ref: { key: 'a' }, state: 'damaged', reason: 'storage-broken' },
      { ref: { key: 'shared' }, state: 'damaged', reason: 'storage-broken' },
    ]);
    expect(await store.library.listVersions({ ...owner, id: 'm2' })).toMatchObject([
      { assets: [{ ref: { key: 'shared' }, state: 'damaged', reason: 'storage-broken' }] },
    ]);
  });

  it('is repaired: the next backup asks for its files again, and everything counts as before', async () => {
    const before = await store.backup.counts(other);
    expect(await store.checks.repair((await check()).findings)).toEqual({ files: 2, mails: 0, lost: 0 });
    const wanted = await store.backup.listWanted(owner, 9, none);
    expect(wanted.map(({ key, mailId }) => [key, mailId])).toEqual([
      ['a', 'm1'],
      ['shared', 'm1'],
    ]);
    expect(await store.backup.counts(owner)).toMatchObject({ assetsWanted: 2, assetsSaved: 1, sizeBytes: 1 });
    expect(await store.backup.counts(other)).toEqual(before);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1]), aSavedAsset('shared', [2, 2])]);
    expect((await check()).findings).toEqual([]);
    // It is shown by two mails, and goes with the last of them.
    await store.backup.putMails(owner, [aMail({ id: 'm9', from: { id: '9', name: 'Nine' } })]);
    const sender = (await store.library.listMails()).find(({ id }) => id === 'm1')?.from.id ?? '';
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: sender });
    expect(await store.backup.counts(owner)).toMatchObject({ assetsWanted: 0, assetsSaved: 0 });
  });
});

describe('A page of the listing that cannot be read', () => {
  beforeEach(() => makeUnreadable('refs', pageOf(1)));

  it('is found by a check', async () => {
    expect((await check()).findings).toEqual([counts]);
  });

  it('is repaired: the next backup lists everything anew', async () => {
    await store.checks.repair((await check()).findings);
    expect((await check()).findings).toEqual([]);
    expect(await store.backup.readFeed(owner, 'inbox')).not.toHaveProperty('watermark');
    const page = { refs: [aRef('m1')], mails: [], broken: [] };
    expect(await store.backup.putPages(owner, 'inbox', [page], aWalk({ number: 2 }))).toEqual([aRef('m1')]);
  });
});
