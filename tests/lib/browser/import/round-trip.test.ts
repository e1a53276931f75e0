import { beforeEach, describe, expect, it } from 'vitest';
import { aMail, anAssetRef, aRef, aWalk, owner } from '../../../support/store-builders.ts';
import { aSavedGif, chosen, exportStore, importInto } from '../../../support/backup-files.ts';
import { dumpDatabases } from '../../../support/database-dump.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';
import type { MailStore } from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';

/** A mailbox with everything that can be in one. */
export async function fillStore(store: MailStore): Promise<void> {
  const page = (ids: string[], version = (id: string) => `version of ${id}`) => [
    {
      refs: ids.map((id) => aRef(id, { version: version(id) })),
      mails: [],
      broken: [{ id: 'odd', raw: '{"id":"odd","subject":7}', field: 'subject' }],
    },
  ];
  const ids = Array.from({ length: 30 }, (_, at) => `m${at}`);
  await store.backup.putPages(owner, 'inbox', page([...ids, 'gone', 'waits']), aWalk());
  const mails = ids.map((id, at) =>
    aMail({
      id,
      receivedAt: new Date(Date.UTC(2019 + (at % 3), at % 12, 1 + at, 23, 30))
        .toISOString()
        .replace('.000', ''),
      from: { id: String(at % 4), name: ['장원영', 'そら', 'Sky <b>', '__proto__'][at % 4] ?? '' },
      ...(at % 5 === 0 ? { group: { id: 'g', name: 'Group' } } : {}),
      subject: at === 3 ? '' : `Subject 😀 ${at}\u2028`,
      text: `Words of ${at} 'quoted' \\ back`,
      isStarred: at % 6 === 0,
      isUnread: at % 7 === 0,
      assets: [
        anAssetRef(`img.example/${at}.gif`, { mailId: id }),
        anAssetRef('img.example/shared.gif', { mailId: 'm0' }),
        ...(at === 4
          ? [
              anAssetRef('img.example/lost.gif', { mailId: id }),
              anAssetRef('img.example/later.gif', { mailId: id }),
              anAssetRef('img.example/film.mp4', { mailId: id, kind: 'video' }),
              anAssetRef('img.example/voice.m4a', { mailId: id, kind: 'audio' }),
            ]
          : []),
      ],
    }),
  );
  await store.backup.putMails(owner, mails);
  await store.backup.putAssets(owner, [
    ...ids.map((_, at) => aSavedGif(`img.example/${at}.gif`, `picture ${at}`, 100 + at)),
    aSavedGif('img.example/shared.gif'),
  ]);
  const at = '2025-05-05T05:05:05Z';
  await store.backup.putProblems([
    { ...owner, kind: 'asset', id: 'img.example/lost.gif', state: 'gone', code: 'not-found', at },
    { ...owner, kind: 'mail', id: 'gone', state: 'gone', code: 'not-found', at },
  ]);
  // The service changed one mail, and takes another back.
  await store.backup.putMails(owner, [
    {
      ...mails[1]!,
      text: 'Words of 1, changed',
      assets: [anAssetRef('img.example/new.gif', { mailId: 'm1' })],
    },
  ]);
  await store.backup.putAssets(owner, [aSavedGif('img.example/new.gif')]);
  await store.backup.putPages(owner, 'inbox', page([...ids.slice(1), 'gone', 'waits']), aWalk({ number: 2 }));
  await store.backup.finishWalk(owner, 'inbox', at);
  await store.library.marks.edit?.({
    putTags: [{ id: 't1', name: 'Rain', color: 'blue' }],
    putMails: [{ ...owner, id: 'm2', isStarred: true, tags: ['t1'], note: 'The one with the 우산' }],
    putSearches: [{ id: 's1', name: 'Umbrellas', address: 'q=우산' }],
    putName: { mode: 'own', written: ['Sky'], own: 'Me' },
  });
  await store.backup.putMails({ ...owner, account: 'other' }, [
    aMail({ id: 'm1', text: 'Not the same mail' }),
  ]);
}

describe('An export that is imported into an empty store', () => {
  beforeEach(freshDatabases);

  const bytesOf = async (files: File[]) =>
    Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer()).toString('base64')));

  for (const [what, volumeBytes] of [
    ['as one ZIP', undefined],
    ['as a set of volumes', 300_000],
  ] as const) {
    it(`and exported again is the same to the byte, ${what}`, async () => {
      const first = await openStore();
      await fillStore(first);
      const files = await exportStore(first, volumeBytes);
      expect(files.length > 1).toBe(volumeBytes !== undefined);
      first.close();

      freshDatabases();
      const second = await openStore();
      const { record } = await importInto(second, chosen(files));
      expect(record.report.damaged).toEqual([]);
      expect(record.report.mails).toEqual({ added: 31, changed: 0, held: 0, deleted: 0 });
      expect(record.report.files).toMatchObject({ added: 32, damaged: 0 });
      const again = await exportStore(second, volumeBytes);
      expect(await bytesOf(again)).toEqual(await bytesOf(files));
      second.close();

      // What came from an import is as good as what came from the service.
      freshDatabases();
      const third = await openStore();
      await importInto(third, chosen(again));
      expect(await bytesOf(await exportStore(third, volumeBytes))).toEqual(await bytesOf(files));
      third.close();
    });
  }

  it('has the counts of the store it came from', async () => {
    const first = await openStore();
    await fillStore(first);
    const files = await exportStore(first);
    const counts = await first.backup.counts(owner);
    first.close();
    freshDatabases();
    const second = await openStore();
    await importInto(second, chosen(files));
    expect(await second.backup.counts(owner)).toEqual(counts);
    second.close();
  });

  it('changes nothing when it is imported again', async () => {
    const store = await openStore();
    await fillStore(store);
    const files = await exportStore(store);
    const mailStores = async () => {
      const [dump] = await dumpDatabases();
      const { imports: _imports, importItems: _items, ...rest } = dump?.stores ?? {};
      return JSON.stringify(rest);
    };
    const before = await mailStores();
    const { plan, record } = await importInto(store, chosen(files));
    expect(plan.mailboxes.map(({ newMails, newFiles }) => [newMails, newFiles])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(record.report.mails).toEqual({ added: 0, changed: 0, held: 31, deleted: 0 });
    expect(await mailStores()).toBe(before);
    store.close();
  });
});
