import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readFileSync } from 'node:fs';
import { deleteDB, openDB } from 'idb';
import { migrations, type Migration } from '../../../../../lib/browser/mail-store/database/migrations.ts';
import type { BackupStore } from '../../../../../lib/backup/ports.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../../../../support/store-builders.ts';
import { readDatabase, restoreDatabase, type DatabaseFixture } from '../../../../support/database-fixture.ts';
import { freshDatabases, openStore } from '../open-store.ts';

/** A database as the code of that version left it. */
function fixtureOf(version: number): DatabaseFixture {
  const path = new URL(`../../../../fixtures/database/version-${version}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as DatabaseFixture;
}

/** A later version's step: touches every stored mail. */
const rename: Migration = async (_database, transaction) => {
  let cursor = await transaction.objectStore('mails').openCursor();
  while (cursor) {
    await cursor.update({ ...cursor.value, subject: `${cursor.value.subject}!` });
    cursor = await cursor.continue();
  }
};

const failHalfway: Migration = async (database, transaction) => {
  await rename(database, transaction);
  throw new Error('a mistake in the step');
};

async function fill(): Promise<void> {
  const store = await openStore();
  await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] }), aMail({ id: 'm2' })]);
  await store.backup.putAssets(owner, [aSavedAsset('a', [1, 2, 3])]);
  store.close();
}

beforeEach(freshDatabases);

describe('a database of an earlier version', () => {
  it('is brought up with everything in it', async () => {
    await fill();
    const store = await openStore({ migrations: [...migrations, rename] });
    const subjects = (await store.library.listMails()).map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(['Subject of m1!', 'Subject of m2!']);
    expect([...((await (await store.exportReader.openAsset(owner, 'a'))?.blob().bytes()) ?? [])]).toEqual([
      1, 2, 3,
    ]);
    store.close();
  });

  it('stays as it was when the step is broken off', async () => {
    await fill();
    await expect(openStore({ migrations: [...migrations, failHalfway] })).rejects.toMatchObject({
      code: 'storage-broken',
    });
    const store = await openStore();
    const subjects = (await store.library.listMails()).map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(['Subject of m1', 'Subject of m2']);
    store.close();
  });

  it('is let go by a window that still has it open', async () => {
    const old = await openStore();
    const store = await openStore({ migrations: [...migrations, rename] });
    await expect(old.library.listMails()).rejects.toMatchObject({ code: 'storage-newer' });
    expect(await store.library.listMails()).toEqual([]);
    store.close();
  });
});

describe('a database of the first version', () => {
  it('is made today as it was then', async () => {
    (await openStore()).close();
    const structure = ({ stores }: DatabaseFixture) => stores.map(({ records: _records, ...store }) => store);
    expect(structure(await readDatabase('mail-ark'))).toEqual(structure(fixtureOf(6)));
  });

  it('is brought up with everything in it', async () => {
    await restoreDatabase(fixtureOf(6));
    const store = await openStore({ migrations: [...migrations, rename] });
    const rows = await store.library.listMails();
    expect(rows.map(({ id, subject }) => `${id} ${subject}`).sort()).toEqual([
      'm1 Subject of m1!',
      'm2 Subject of m2!',
    ]);
    const file = await store.exportReader.openAsset(owner, 'img.example/m1.jpg');
    expect([...((await file?.blob().bytes()) ?? [])]).toEqual([1, 2, 3]);
    expect(await store.backup.counts(owner)).toEqual({
      ...{ mailsListed: 3, mailsSaved: 2, mailsFailed: 0 },
      ...{ assetsWanted: 0, assetsSaved: 1, assetsFailed: 1, sizeBytes: 3 },
    });
    const pending = await store.backup.listPending(owner, 9, new Set());
    expect(pending.map(({ id }) => id)).toEqual(['m3']);
    expect((await store.library.marks.read()).mails).toMatchObject([{ id: 'm1', note: 'A note' }]);
    store.close();
    const { stores } = await readDatabase('mail-ark');
    const added = ['answers', 'fileMarks', 'keptParts', 'mailboxes'];
    const recordsOf = (fixture: DatabaseFixture['stores']) =>
      fixture.filter(({ name }) => added.includes(name)).map(({ records }) => records);
    expect(recordsOf(stores)).toEqual(recordsOf(fixtureOf(6).stores));
  });
});

describe('a database from before the first release', () => {
  it('is refused and left as it is', async () => {
    const fixture = fixtureOf(5);
    await restoreDatabase(fixture);
    const before = await readDatabase('mail-ark');
    await expect(openStore()).rejects.toMatchObject({ code: 'storage-older' });
    await expect(openStore()).rejects.toMatchObject({ code: 'storage-older' });
    expect(await readDatabase('mail-ark')).toEqual(before);
    expect(before.version).toBe(5);
    expect(before.stores.find(({ name }) => name === 'mails')?.records).toHaveLength(2);
  });
});

describe('a database deleted from outside', () => {
  it('is found empty, and can be filled again', async () => {
    await fill();
    const store = await openStore();
    await deleteDB('mail-ark');
    expect(await store.readSentinel()).toBe(0);
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    expect(await store.readSentinel()).toBe(1);
    store.close();
  });
});

describe('a database of a later version', () => {
  it('is not touched', async () => {
    (await openDB('mail-ark', 99)).close();
    await expect(openStore()).rejects.toMatchObject({ code: 'storage-newer' });
  });
});

describe('a store that cannot write', () => {
  const writes: [string, (store: BackupStore) => Promise<unknown>][] = [
    ['a mail', (store) => store.putMails(owner, [aMail({ id: 'm9', assets: [anAssetRef('z')] })])],
    ['a file', (store) => store.putAssets(owner, [aSavedAsset('a', [1])])],
    [
      'a page',
      (store) =>
        store.putPages(owner, 'inbox', [{ refs: [aRef('m9')], mails: [], broken: [] }], aWalk({ number: 5 })),
    ],
  ];

  async function state(store: BackupStore): Promise<unknown> {
    const none: ReadonlySet<string> = new Set();
    return [
      await store.counts(owner),
      await store.readFeed(owner, 'inbox'),
      await store.listPending(owner, 99, none),
      await store.listWanted(owner, 99, none),
    ];
  }

  /** Lets `count` puts through and fails every one after. */
  function failPutsAfter(count: number, name: string) {
    let left = count;
    const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')
      ?.value as IDBObjectStore['put'];
    return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...given
    ) {
      left -= 1;
      if (left < 0) throw new DOMException('made up', name);
      return put.apply(this, given);
    });
  }

  it.each(writes)(
    'keeps nothing of %s when there is no room, and goes on when there is',
    async (_, write) => {
      const store = await openStore();
      await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
      const before = await state(store.backup);
      for (const count of [0, 1, 2]) {
        const puts = failPutsAfter(count, 'QuotaExceededError');
        await expect(write(store.backup)).rejects.toMatchObject({ code: 'storage-full' });
        puts.mockRestore();
        expect(await state(store.backup)).toEqual(before);
      }
      await write(store.backup);
      expect(await state(store.backup)).not.toEqual(before);
      store.close();
    },
  );

  it('names blobs the browser cannot write', async () => {
    const store = await openStore();
    const puts = failPutsAfter(0, 'DataError');
    const write = store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    await expect(write).rejects.toMatchObject({ code: 'storage-broken' });
    puts.mockRestore();
    store.close();
  });

  it('says so when the transaction itself is aborted for want of room', async () => {
    const store = await openStore();
    const add = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (
      this: IDBObjectStore,
    ) {
      const request = this.get('nothing');
      Object.defineProperty(this.transaction, 'error', {
        value: new DOMException('made up', 'QuotaExceededError'),
      });
      this.transaction.abort();
      return request as IDBRequest<IDBValidKey>;
    });
    await expect(store.backup.putMails(owner, [aMail({ id: 'm1' })])).rejects.toMatchObject({
      code: 'storage-full',
    });
    add.mockRestore();
    expect((await store.backup.counts(owner)).mailsSaved).toBe(0);
    store.close();
  });
});

describe('addresses', () => {
  it('are stored without their signature, and given back with it', async () => {
    const store = await openStore();
    const signed = anAssetRef('a', {
      url: 'https://img.example/a.jpg?Signature=canary-1&Expires=9#canary-2',
      expiresAt: '2026-01-01T00:00:00Z',
    });
    expect(await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [signed] })])).toEqual([signed]);
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'changed', assets: [signed] })]);
    store.close();
    const database = await openDB('mail-ark');
    for (const name of database.objectStoreNames) {
      expect(JSON.stringify(await database.getAll(name)), name).not.toMatch(/canary|Signature/);
    }
    database.close();
  });
});
