import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { SavedFile } from '../../../../../lib/mail/asset.ts';
import { aMail, anAssetRef, aSavedAsset, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
  await store.backup.putMails(owner, [
    aMail({ id: 'm1', assets: [anAssetRef('film', { kind: 'video' }), anAssetRef('b')] }),
  ]);
});
afterEach(() => store.close());

const put = (offset: number, ...bytes: number[]) =>
  store.backup.putPart(owner, { key: 'film', offset, bytes: Uint8Array.from(bytes) });

function aFile(sizeBytes: number): SavedFile {
  return { key: 'film', contentType: 'video/mp4', sizeBytes, sha256: 'cd'.repeat(32), crc32: 5 };
}

const wanted = async () => (await store.backup.listWanted(owner, 9, new Set())).map(({ key }) => key);

/** The sizes of what is really stored. */
async function packs(): Promise<number[]> {
  const connection = await openConnection();
  const found = await connection.read(['packs'], (transaction) => transaction.objectStore('packs').getAll());
  connection.close();
  return found.map(({ size }) => size);
}

describe('A file that is stored part by part', () => {
  it('waits until it is called whole, and is then read as one', async () => {
    await put(0, 1, 2, 3);
    await put(3, 4, 5, 6);
    await put(6, 7);
    expect(await wanted()).toEqual(['film', 'b']);
    expect(await store.exportReader.openAsset(owner, 'film')).toBeUndefined();
    await store.backup.putAssets(owner, [aFile(7), aSavedAsset('b', [9])]);
    const file = await store.exportReader.openAsset(owner, 'film');
    expect(file).toMatchObject({ sizeBytes: 7, contentType: 'video/mp4' });
    expect([...((await file?.blob().bytes()) ?? [])]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(file?.blob().type).toBe('video/mp4');
    expect(await store.backup.counts(owner)).toMatchObject({ assetsSaved: 2, assetsWanted: 0, sizeBytes: 8 });
  });

  it('begins anew with the next try, which leaves nothing of the one before', async () => {
    await put(0, 1, 2, 3);
    await put(3, 4);
    await put(0, 5, 5, 5);
    await put(3, 6, 6);
    expect(await packs()).toEqual([3, 2]);
    await store.backup.putAssets(owner, [aFile(5)]);
    expect([...((await (await store.exportReader.openAsset(owner, 'film'))?.blob().bytes()) ?? [])]).toEqual([
      5, 5, 5, 6, 6,
    ]);
  });

  it('goes on waiting when parts are missing, and takes none that does not follow', async () => {
    await put(0, 1, 2, 3);
    await put(6, 7);
    await store.backup.putAssets(owner, [aFile(7)]);
    expect(await wanted()).toEqual(['film', 'b']);
    expect(await packs()).toEqual([3]);
  });

  it('leaves no bytes behind when it comes in one piece, never comes whole, or is deleted', async () => {
    await put(0, 1, 2, 3);
    await store.backup.putProblems([
      {
        ...owner,
        kind: 'asset',
        id: 'film',
        state: 'damaged',
        code: 'short-body',
        at: '2026-01-01T00:00:00Z',
      },
    ]);
    expect(await packs()).toEqual([]);
    await store.backup.retryProblems(owner);
    await put(0, 1, 2, 3);
    await store.backup.putAssets(owner, [aSavedAsset('b', [9])]);
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '7' });
    expect(await packs()).toEqual([]);
    await put(0, 1, 2, 3);
    expect(await packs()).toEqual([]);
  });

  it('is checked byte for byte', async () => {
    await put(0, 1, 2, 3);
    await put(3, 4);
    await store.backup.putAssets(owner, [
      {
        ...aFile(4),
        sha256: '9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a',
        crc32: 0xb63cfbcd,
      },
    ]);
    await store.checks.check(
      {
        ...{ id: 'store', name: '', mode: 'full', startedAt: '2026-01-01T00:00:00Z', state: 'running' },
        ...{ done: 0, total: 0, sizeBytes: 0, findings: [], moreFindings: 0, sumsMade: 0 },
      },
      {
        onProgress: ({ findings }) => expect(findings).toEqual([]),
        signal: new AbortController().signal,
      },
    );
  });
});
