import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../../../lib/backup/run.ts';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const other = { ...owner, account: 'zz' };
const yena = { id: '8', name: 'Yena' };

describe('deleting', () => {
  let store: MailStore;
  beforeEach(async () => {
    freshDatabases();
    store = await openStore();
    const refs = ['m1', 'm2', 'm3'].map((id) => aRef(id));
    await store.backup.putPages(owner, 'inbox', [{ refs, mails: [], broken: [] }], aWalk());
    await store.backup.putMails(owner, [
      aMail({ id: 'm1', assets: [anAssetRef('a'), anAssetRef('shared')] }),
      aMail({ id: 'm2', from: yena, assets: [anAssetRef('shared'), anAssetRef('b')] }),
      aMail({ id: 'm3', from: yena, assets: [anAssetRef('c')] }),
    ]);
    await store.backup.putAssets(owner, [
      aSavedAsset('a', [1]),
      aSavedAsset('b', [2, 2, 2, 2, 2, 2]),
      aSavedAsset('shared', [3, 3]),
      aSavedAsset('c', [4]),
    ]);
    await store.backup.finishWalk(owner, 'inbox', '2026-01-01T00:00:00Z');
    await store.backup.putMails(other, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
    await store.backup.putAssets(other, [aSavedAsset('a', [9])]);
  });
  afterEach(() => store.close());

  /** Bytes of files in what is really stored, headers of live ones apart, and what the counters beside the packs say. */
  async function packs(): Promise<{ sizes: number[]; live: number[] }> {
    const connection = await openConnection();
    const found = await connection.read(['packs', 'packUse', 'assets'], async (transaction) => {
      const pages = await transaction.objectStore('assets').getAll();
      const parts = pages.flatMap(({ entries }) => entries).flatMap((asset) => asset.parts ?? []);
      const headersOf = (pack: number) =>
        parts.reduce((sum, part) => sum + (part.pack === pack ? (part.frame?.length ?? 0) : 0), 0);
      const stored = await transaction.objectStore('packs').getAll();
      const keys = await transaction.objectStore('packs').getAllKeys();
      return {
        sizes: stored.map(({ size }, at) => size - headersOf(keys[at] ?? 0)),
        live: (await transaction.objectStore('packUse').getAll()).map(({ liveBytes }) => liveBytes),
      };
    });
    connection.close();
    return found;
  }

  async function bytesOf(whose: typeof owner, key: string): Promise<number[] | undefined> {
    const bytes = await (await store.exportReader.openAsset(whose, key))?.blob().bytes();
    return bytes && [...bytes];
  }

  it('everything leaves nothing', async () => {
    await store.library.deleteMails?.({ kind: 'everything' });
    expect(await store.library.listMails()).toEqual([]);
    expect(await store.library.listTexts()).toEqual([]);
    expect(await store.library.usage()).toEqual([]);
    expect(await packs()).toEqual({ sizes: [], live: [] });
    expect(await store.readSentinel()).toBe(0);
  });

  it('a mail that was never understood stays deleted with its sender', async () => {
    const broken = [{ id: 'm9', field: 'subject', raw: '{}' }];
    await store.backup.putMails(owner, [aMail({ id: 'm9', from: yena })]);
    await store.backup.putPages(owner, 'inbox', [{ refs: [], mails: [], broken }], aWalk({ number: 2 }));
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: yena.id });
    await store.backup.putPages(owner, 'inbox', [{ refs: [], mails: [], broken }], aWalk({ number: 3 }));
    expect(await store.backup.listProblems(owner)).toEqual([]);
    expect((await store.backup.counts(owner)).mailsListed).toBe(1);
  });

  it('an account takes its run along, and one that has no account yet', async () => {
    const run = (id: string, account?: string): Run => ({
      id,
      service: id === 'talks' ? 'talks' : owner.service,
      ...(account === undefined ? {} : { account }),
      isFull: false,
      startedAt: '2026-01-01T00:00:00Z',
      state: { phase: 'paused' },
      mailsBefore: 0,
    });
    await store.backup.putRun(run('own', owner.account));
    await store.backup.putRun(run('none'));
    await store.backup.putRun(run('other', other.account));
    await store.backup.putRun(run('talks', owner.account));
    await store.library.deleteMails?.({ kind: 'account', ...owner });
    expect((await store.backup.listRuns()).map(({ id }) => id)).toEqual(['other', 'talks']);
  });

  it('an account forgets its listing too, and leaves the others alone', async () => {
    await store.library.deleteMails?.({ kind: 'account', ...owner });
    expect((await store.library.listMails()).map(({ account }) => account)).toEqual(['zz']);
    expect(await store.backup.readFeed(owner, 'inbox')).toEqual({});
    expect(await packs()).toEqual({ sizes: [1], live: [1] });
    expect(await bytesOf(other, 'a')).toEqual([9]);
    const again = [{ refs: [aRef('m1')], mails: [], broken: [] }];
    expect(await store.backup.putPages(owner, 'inbox', again, aWalk())).toEqual([aRef('m1')]);
  });

  it('a sender keeps files that other mails show, and frees the room of the rest', async () => {
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '8' });
    expect((await store.library.listMails()).map(({ account, id }) => `${account} ${id}`)).toEqual([
      'a1b2c3 m1',
      'zz m1',
    ]);
    expect(await store.library.findMail({ ...owner, id: 'm2' })).toBeUndefined();
    expect(await bytesOf(owner, 'a')).toEqual([1]);
    expect(await bytesOf(owner, 'shared')).toEqual([3, 3]);
    expect(await bytesOf(owner, 'b')).toBeUndefined();
    expect(await packs()).toEqual({ sizes: [1, 3], live: [1, 3] });
    expect(await store.backup.counts(owner)).toMatchObject({
      mailsListed: 1,
      mailsSaved: 1,
      assetsSaved: 2,
      sizeBytes: 3,
    });
  });

  it('a sender is not undone by a later backup, not even a full one', async () => {
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '8' });
    const refs = [aRef('m1'), aRef('m2', { version: 'newer' }), aRef('m3')];
    const pages = [{ refs, mails: [], broken: [] }];
    expect(await store.backup.putPages(owner, 'inbox', pages, aWalk({ number: 2 }))).toEqual([]);
    expect(await store.backup.findKnown(owner, 'inbox', ['m2'])).toEqual(new Set(['m2']));
    expect(await store.backup.finishWalk(owner, 'inbox', '2026-01-02T00:00:00Z')).toBe(true);
    // One that was on its way when it was deleted.
    await store.backup.putMails(owner, [aMail({ id: 'm2', from: yena, assets: [anAssetRef('b')] })]);
    await store.backup.putAssets(owner, [aSavedAsset('b', [2])]);
    expect((await store.backup.counts(owner)).mailsSaved).toBe(1);
    expect(await store.backup.listWanted(owner, 10, new Set())).toEqual([]);
  });

  it('a sender of more mails than fit one transaction deletes them all', async () => {
    const mails = Array.from({ length: 450 }, (_, at) =>
      aMail({ id: `x${at}`, from: { id: '9', name: 'Wonyoung' } }),
    );
    await store.backup.putMails(owner, mails);
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '9' });
    expect((await store.backup.counts(owner)).mailsSaved).toBe(3);
  });

  it('a changed mail takes the files of its earlier versions along', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm3', from: yena, text: 'changed', assets: [] })]);
    expect(await bytesOf(owner, 'c')).toEqual([4]);
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '8' });
    expect(await bytesOf(owner, 'c')).toBeUndefined();
  });
});
