import { beforeEach, describe, expect, it } from 'vitest';
import { aMail, anAssetRef, aSavedAsset, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const small = (key: string) => ({
  ...owner,
  key,
  bytes: new Uint8Array([1, 2, 3]).buffer,
  contentType: 'image/webp',
});

beforeEach(freshDatabases);

async function aStore() {
  const store = await openStore();
  await store.backup.putMails(owner, [
    aMail({ id: 'm1', assets: [anAssetRef('a')] }),
    aMail({ id: 'm2', from: { id: '8', name: 'Wonyoung' }, assets: [anAssetRef('b', { mailId: 'm2' })] }),
  ]);
  await store.backup.putAssets(owner, [aSavedAsset('a', [1]), aSavedAsset('b', [2])]);
  await store.thumbnails.put([small('a'), small('b')]);
  return store;
}

describe('small pictures', () => {
  it('are found in the order they are asked for', async () => {
    const { thumbnails, close } = await aStore();
    const found = await thumbnails.read([
      { ...owner, key: 'b' },
      { ...owner, key: 'unknown' },
      { ...owner, key: 'a' },
    ]);
    expect(found.map((each) => each?.key)).toEqual(['b', undefined, 'a']);
    expect([...new Uint8Array(found[0]?.bytes ?? new ArrayBuffer(0))]).toEqual([1, 2, 3]);
    close();
  });

  it.each([
    ['everything', { kind: 'everything' }, []],
    ['their mailbox', { kind: 'account', ...owner }, []],
    ['their sender’s mails', { kind: 'sender', senderId: '7', ...owner }, ['b']],
  ] as const)('are deleted with %s', async (_, scope, left) => {
    const store = await aStore();
    await store.library.deleteMails?.(scope);
    const found = await store.thumbnails.read(['a', 'b'].map((key) => ({ ...owner, key })));
    expect(found.flatMap((each) => each?.key ?? [])).toEqual(left);
    store.close();
  });

  it('are not kept for a file that was deleted while they were made', async () => {
    const store = await aStore();
    await store.library.deleteMails?.({ kind: 'account', ...owner });
    await store.thumbnails.put([small('a')]);
    expect(await store.thumbnails.read([{ ...owner, key: 'a' }])).toEqual([undefined]);
    store.close();
  });

  it('go when the bytes they were made from are given up', async () => {
    const store = await aStore();
    await store.markUnreadable(owner, 'a');
    expect(await store.thumbnails.read([{ ...owner, key: 'a' }])).toEqual([undefined]);
    store.close();
  });
});

describe('the files of all mails', () => {
  it('are listed however they stand, without portraits', async () => {
    const store = await openStore();
    await store.backup.putMails(owner, [
      aMail({
        id: 'm1',
        assets: [anAssetRef('a'), anAssetRef('b', { kind: 'video' }), anAssetRef('p', { role: 'portrait' })],
      }),
    ]);
    await store.backup.putAssets(owner, [aSavedAsset('b', [1, 2, 3])]);
    expect(await store.library.listMedia()).toMatchObject([
      { ...owner, state: 'wanted', ref: { key: 'a', kind: 'image', mailId: 'm1' } },
      { ...owner, state: 'saved', ref: { key: 'b', kind: 'video' }, sizeBytes: 3 },
    ]);
    store.close();
  });
});
