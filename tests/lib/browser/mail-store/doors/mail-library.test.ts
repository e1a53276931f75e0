import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { aMail, anAssetRef, aSavedAsset, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

async function bytesAt(url: string): Promise<number[]> {
  return [...new Uint8Array(await (await fetch(url)).arrayBuffer())];
}

describe('the library of the database', () => {
  let store: MailStore;
  beforeEach(async () => {
    freshDatabases();
    store = await openStore({ factsOf: () => ({ name: 'Letters', utcOffsetMinutes: 540 }) });
  });
  afterEach(() => store.close());

  it('lists small rows, newest first', async () => {
    await store.backup.putMails(owner, [
      aMail({ id: 'm1', receivedAt: '2020-01-01T00:00:00Z' }),
      aMail({ id: 'm3', receivedAt: '2020-03-01T00:00:00Z', group: { id: 'g', name: 'Group' } }),
      aMail({ id: 'm2', receivedAt: '2020-02-01T00:00:00Z' }),
    ]);
    const rows = await store.library.listMails();
    expect(rows.map(({ id }) => id)).toEqual(['m3', 'm2', 'm1']);
    expect(rows[0]).toEqual({
      service: 'izone',
      account: 'a1b2c3',
      id: 'm3',
      kind: 'mail',
      from: { id: '7', name: 'Minjoo' },
      group: { id: 'g', name: 'Group' },
      subject: 'Subject of m3',
      preview: 'Hello',
      receivedAt: '2020-03-01T00:00:00Z',
      pictureCount: 0,
      isStarred: false,
      isUnread: false,
      isWithdrawn: false,
    });
  });

  it('gives what a mail said before it was changed, oldest first, and how the files of then stand', async () => {
    const [a, b] = [anAssetRef('a'), anAssetRef('b')];
    await store.backup.putMails(owner, [aMail({ id: 'm1', subject: 'One', text: 'first', assets: [a] })]);
    await store.backup.putMails(owner, [aMail({ id: 'm1', subject: 'Two', text: 'first', assets: [a, b] })]);
    await store.backup.putMails(owner, [aMail({ id: 'm1', subject: 'Two', text: 'third', assets: [b] })]);
    await store.backup.putMails({ ...owner, account: 'zz' }, [aMail({ id: 'm1' })]);
    expect(await store.library.listVersions({ ...owner, id: 'm1' })).toMatchObject([
      { row: { subject: 'One' }, content: { text: 'first' }, assets: [{ ref: a, state: 'wanted' }] },
      { row: { subject: 'Two' }, content: { text: 'first' }, assets: [{ ref: a }, { ref: b }] },
    ]);
    expect(await store.library.listVersions({ ...owner, account: 'zz', id: 'm1' })).toEqual([]);
    expect(await store.library.listVersions({ ...owner, id: 'm9' })).toEqual([]);
  });

  it('gives the newest of all accounts first where not all are wanted', async () => {
    const dates = ['2020-01-01', '2020-02-01', '2020-03-01', '2020-04-01'];
    const mails = dates.map((day) => aMail({ id: `m${day}`, receivedAt: `${day}T00:00:00Z` }));
    await store.backup.putMails(owner, [mails[0]!, mails[2]!]);
    await store.backup.putMails({ ...owner, account: 'zz' }, [mails[1]!, mails[3]!]);
    const newest = await store.library.listNewest?.(3);
    expect(newest?.map(({ id }) => id)).toEqual(['m2020-04-01', 'm2020-03-01', 'm2020-02-01']);
    expect(await store.library.listNewest?.(9)).toEqual(await store.library.listMails());
  });

  it('counts the pictures of the body, not the portrait', async () => {
    const assets = [
      anAssetRef('a'),
      anAssetRef('p', { role: 'portrait' }),
      anAssetRef('v', { kind: 'video' }),
    ];
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets })]);
    expect((await store.library.listMails())[0]?.pictureCount).toBe(1);
  });

  it('gives the words of every mail', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm/1', text: 'one' }), aMail({ id: 'm2', text: 'two' })]);
    expect(await store.library.listTexts()).toEqual([
      ['izone/a1b2c3/m%2F1', 'one'],
      ['izone/a1b2c3/m2', 'two'],
    ]);
  });

  it('finds a mail, and none where there is none', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
    expect(await store.library.findMail({ ...owner, id: 'm1' })).toEqual({
      ...owner,
      id: 'm1',
      htmlBody: '<p>Hello from m1</p>',
      text: 'Hello from m1',
      raw: '{"id":"m1"}',
      assets: [anAssetRef('a')],
    });
    expect(await store.library.findMail({ ...owner, id: 'm2' })).toBeUndefined();
  });

  it('tells how each file of a mail stands, in its order', async () => {
    const assets = [anAssetRef('b'), anAssetRef('a'), anAssetRef('c')];
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets })]);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1, 2])]);
    await store.backup.putProblems([
      { ...owner, kind: 'asset', id: 'c', state: 'gone', code: 'not-found', at: '2026-01-01T00:00:00Z' },
    ]);
    expect(await store.library.listAssets({ ...owner, id: 'm1' })).toEqual([
      { ref: anAssetRef('b'), state: 'wanted' },
      {
        ref: anAssetRef('a'),
        state: 'saved',
        sizeBytes: 2,
        contentType: 'image/jpeg',
        sha256: 'ab'.repeat(32),
        crc32: 1234,
      },
      { ref: anAssetRef('c'), state: 'gone', reason: 'not-found' },
    ]);
  });

  it('opens the bytes of a file that shares its pack with others', async () => {
    const assets = [anAssetRef('a'), anAssetRef('b'), anAssetRef('c')];
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets })]);
    await store.backup.putAssets(owner, [
      aSavedAsset('a', [1, 2]),
      aSavedAsset('b', [3, 4, 5], { contentType: 'image/png' }),
      aSavedAsset('c', [6]),
    ]);
    const opened = await store.library.openAsset(owner, 'b');
    expect(opened).toMatchObject({ contentType: 'image/png', sizeBytes: 3 });
    expect(await bytesAt(opened?.url ?? '')).toEqual([3, 4, 5]);
    opened?.release();
    await expect(fetch(opened?.url ?? '')).rejects.toThrow();
  });

  it('opens nothing that is not saved', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
    expect(await store.library.openAsset(owner, 'a')).toBeUndefined();
    expect(await store.library.openAsset(owner, 'unheard of')).toBeUndefined();
  });

  it('opens nothing whose bytes are lost, and lets it be fetched again', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1, 2])]);
    const lost = vi
      .spyOn(Blob.prototype, 'arrayBuffer')
      .mockRejectedValue(new DOMException('', 'NotFoundError'));
    expect(await store.library.openAsset(owner, 'a')).toBeUndefined();
    lost.mockRestore();

    await store.markUnreadable(owner, 'a');
    expect(await store.backup.listWanted(owner, 10, new Set())).toEqual([anAssetRef('a')]);
    expect(await store.backup.counts(owner)).toMatchObject({ assetsWanted: 1, assetsSaved: 0, sizeBytes: 0 });
    await store.backup.putAssets(owner, [aSavedAsset('a', [3])]);
    expect(await bytesAt((await store.library.openAsset(owner, 'a'))?.url ?? '')).toEqual([3]);
  });

  it('tells the room each mailbox takes, and the name of its service', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1, 2])]);
    await store.backup.putMails({ ...owner, account: 'zz' }, [aMail({ id: 'm1' })]);
    expect(await store.library.usage()).toEqual([
      { ...owner, mails: 1, assets: 1, sizeBytes: 2, waiting: 0 },
      { ...owner, account: 'zz', mails: 1, assets: 0, sizeBytes: 0, waiting: 0 },
    ]);
    expect(await store.library.serviceNames()).toEqual({ izone: 'Letters' });
    expect(await store.readSentinel()).toBe(2);
  });

  it('calls those who listen, in this window and in another', async () => {
    const other = await openStore();
    const [here, there] = [vi.fn(), vi.fn()];
    store.library.subscribe(here);
    other.library.subscribe(there);
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    expect(here).toHaveBeenCalledOnce();
    await expect.poll(() => there.mock.calls.length).toBe(1);
    other.close();
  });

  it('calls nobody who stopped listening', async () => {
    const listener = vi.fn();
    store.library.subscribe(listener)();
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    expect(listener).not.toHaveBeenCalled();
  });
});
