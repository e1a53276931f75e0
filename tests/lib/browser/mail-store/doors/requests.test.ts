import { beforeEach, describe, expect, it, vi } from 'vitest';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

/** As a backup of numbered pages writes: pages, mails and files that go into the store together. */
const together = { pages: 8, refsOfPage: 20, mails: 50, files: 128 };

const methods = ['get', 'getKey', 'getAll', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor'] as const;

/** Counts every request to the database from here on. */
function countRequests(): () => number {
  const spies = [
    ...(['put', 'add', 'delete', ...methods] as const).map((name) =>
      vi.spyOn(IDBObjectStore.prototype, name),
    ),
    ...methods.map((name) => vi.spyOn(IDBIndex.prototype, name)),
    vi.spyOn(IDBCursor.prototype, 'continue'),
  ];
  return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/** Backs up so many mails of two pictures each, and a portrait that a sender's mails of a month share; twelve senders take turns. */
async function backUp(count: number): Promise<number> {
  freshDatabases();
  const store = await openStore();
  const mails = Array.from({ length: count }, (_, at) => {
    const id = `m${1_000_000 - at}`;
    const receivedAt = new Date(Date.UTC(2020, 0, 1) - at * 3_600_000).toISOString();
    const folder = `img.example/mail/${at % 12}/${receivedAt.slice(0, 10)}`;
    const assets = ['a', 'b'].map((name) => anAssetRef(`${folder}/${name}${id}.jpg`, { mailId: id }));
    const portrait = anAssetRef(`img.example/profile/${at % 12}/${receivedAt.slice(0, 7)}.jpg`, {
      role: 'portrait',
      mailId: id,
    });
    return aMail({ id, receivedAt, assets: [...assets, portrait] });
  });
  const requests = countRequests();
  for (const listed of chunks(mails, together.pages * together.refsOfPage)) {
    const pages = chunks(listed, together.refsOfPage).map((page) => ({
      refs: page.map(({ id }) => aRef(id)),
      mails: [],
      broken: [],
    }));
    await store.backup.putPages(owner, 'inbox', pages, aWalk());
  }
  const waiting = [];
  for (const batch of chunks(mails, together.mails))
    for (const asset of await store.backup.putMails(owner, batch)) waiting.push(asset);
  for (const batch of chunks(waiting, together.files))
    await store.backup.putAssets(
      owner,
      batch.map(({ key }) => aSavedAsset(key, [1, 2, 3])),
    );
  await store.backup.finishWalk(owner, 'inbox', '2020-01-01T00:00:00Z');
  const made = requests();
  vi.restoreAllMocks();
  expect((await store.backup.counts(owner)).assetsWanted).toBe(0);
  store.close();
  return made / count;
}

describe('A backup', () => {
  beforeEach(() => void vi.restoreAllMocks());

  it('makes few requests to the database for each mail, and no more of them in a large inbox', async () => {
    const [small, large] = [await backUp(400), await backUp(1_600)];
    process.stdout.write(
      `Requests to the database for each mail: ${small.toFixed(2)} of 400, ${large.toFixed(2)} of 1,600\n`,
    );
    expect(small).toBeLessThan(4);
    expect(large).toBeLessThan(4);
  });
});
