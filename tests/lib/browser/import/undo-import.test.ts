import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailStore } from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { noMarks, type MarksEdit } from '../../../../lib/mail/marks.ts';
import { aSavedGif, chosen, importInto } from '../../../support/backup-files.ts';
import { aMail, anAssetRef, aRef, aWalk, owner } from '../../../support/store-builders.ts';
import { dumpDatabases } from '../../../support/database-dump.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';
import { contents, makeArchive } from './whole-stores.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
});
afterEach(() => store.close());

/** An archive of a store that is filled so. The store of the test is empty afterwards. */
async function archiveOf(fill: (from: MailStore) => Promise<unknown>): Promise<File[]> {
  store.close();
  const files = await makeArchive(fill);
  store = await openStore();
  return files;
}

const picture = anAssetRef('img.example/a.gif');

describe('Undoing an import', () => {
  const brings = (ids: string[]) => async (from: MailStore) => {
    await from.backup.putPages(
      owner,
      'inbox',
      [{ refs: ids.map((id) => aRef(id)), mails: [], broken: [] }],
      aWalk(),
    );
    await from.backup.putMails(
      owner,
      ids.map((id) => aMail({ id, assets: [anAssetRef(`img/${id}`, { mailId: id }), picture] })),
    );
    await from.backup.putAssets(owner, [...ids.map((id) => aSavedGif(`img/${id}`)), aSavedGif(picture.key)]);
  };
  const undo = (id: string) => store.imports.undo(id, () => undefined, new AbortController().signal);

  it('leaves the store as it was before', async () => {
    const files = await archiveOf(brings(['m1', 'm2', 'm3']));
    // One is here with other words and without its picture, one is listed only, one failed.
    await store.backup.putPages(
      owner,
      'inbox',
      [{ refs: [aRef('m1'), aRef('m2'), aRef('m9')], mails: [], broken: [] }],
      aWalk(),
    );
    await store.backup.putMails(owner, [
      aMail({ id: 'm1', text: 'other words', assets: [anAssetRef('img/m1')] }),
    ]);
    const at = '2025-01-01T00:00:00Z';
    await store.backup.putProblems([
      { ...owner, kind: 'asset', id: 'img/m1', state: 'gone', code: 'not-found', at },
      { ...owner, kind: 'mail', id: 'm2', state: 'damaged', code: 'error-page', at },
    ]);
    const before = await contents();
    const { record } = await importInto(store, chosen(files));
    expect(record.report.mails).toEqual({ added: 2, changed: 1, held: 0, deleted: 0 });
    expect(await contents()).not.toBe(before);
    await undo('import-1');
    expect(await contents()).toBe(before);
    expect((await store.imports.listImports())[0]?.state).toBe('undone');
  });

  it('leaves an empty store empty', async () => {
    const files = await archiveOf(brings(['m1', 'm2', 'm3']));
    await importInto(store, chosen(files));
    await undo('import-1');
    const [dump] = await dumpDatabases();
    const { imports: _imports, accounts, ...rest } = dump?.stores ?? {};
    expect(Object.values(rest).flat()).toEqual([]);
    expect(
      Object.values((accounts?.[0]?.value as { counts: object }).counts).every((count) => count === 0),
    ).toBe(true);
  });

  it('leaves what another import had too', async () => {
    const files = await archiveOf(brings(['m1', 'm2']));
    const others = await archiveOf(brings(['m2', 'm3']));
    await importInto(store, chosen(files), { id: 'a' });
    await importInto(store, chosen(others), { id: 'b' });
    await undo('a');
    expect((await store.library.listMails()).map(({ id }) => id).sort()).toEqual(['m2', 'm3']);
    expect(await store.library.openAsset(owner, 'img/m2')).toBeDefined();
    await undo('b');
    expect(await store.library.listMails()).toEqual([]);
    expect((await store.backup.counts(owner)).sizeBytes).toBe(0);
  });

  it('leaves what the service has listed since', async () => {
    const files = await archiveOf(brings(['m1', 'm2']));
    await importInto(store, chosen(files));
    await store.backup.putPages(owner, 'inbox', [{ refs: [aRef('m1')], mails: [], broken: [] }], aWalk());
    await undo('import-1');
    expect((await store.library.listMails()).map(({ id }) => id)).toEqual(['m1']);
  });

  describe('takes back what people had put on mails', () => {
    const marks = () => store.library.marks.read();
    const rain = { id: 't-rain', name: 'Rain', color: 'blue' as const };
    const mark = { ...owner, id: 'm1', isStarred: true, tags: [rain.id], note: 'from there' };
    const theirs: MarksEdit = {
      putTags: [rain],
      putMails: [mark],
      putSearches: [{ id: 's1', name: 'Umbrellas', address: 'q=우산' }],
      putName: { mode: 'own', written: ['Sky'], own: 'Me' },
    };
    const archiveWith = (edit: MarksEdit, ids = ['m1']) =>
      archiveOf(async (from) => {
        await from.backup.putMails(
          owner,
          ids.map((id) => aMail({ id })),
        );
        await from.library.marks.edit?.(edit);
      });

    it('where there was nothing, and where there was something', async () => {
      const files = await archiveWith(theirs);
      for (const mine of [
        {},
        { putMails: [{ ...owner, id: 'm1', isUnread: true, tags: [], note: 'mine' }] },
        { putTags: [{ id: 'mine', name: 'rain', color: 'rose' as const }] },
        { putName: { mode: 'hidden', written: ['하늘'], own: '' } },
      ] satisfies MarksEdit[]) {
        await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
        await store.library.marks.edit?.(mine);
        const before = await marks();
        await importInto(store, chosen(files));
        expect(await marks()).not.toEqual(before);
        await undo('import-1');
        expect(await marks()).toEqual(before);
        await store.library.deleteMails?.({ kind: 'everything' });
      }
    });

    it('but not what the person has changed since', async () => {
      const files = await archiveWith(theirs);
      await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
      await importInto(store, chosen(files));
      await store.library.marks.edit?.({
        putTags: [{ ...rain, color: 'rose' }],
        change: { keys: [{ ...owner, id: 'm1' }], change: { isStarred: false, note: 'mine now' } },
      });
      await undo('import-1');
      expect((await marks()).mails).toEqual([
        { ...owner, id: 'm1', isStarred: false, tags: [], note: 'mine now' },
      ]);
      expect((await marks()).tags).toEqual([{ ...rain, color: 'rose' }]);
      expect((await marks()).searches).toEqual([]);
    });

    it('so that the names of two imports go with each, in either order', async () => {
      const named = (written: string) =>
        archiveWith({ putName: { mode: 'own', written: [written], own: 'Me' } });
      const [files, others] = [await named('Sky'), await named('하늘')];
      for (const order of [
        ['a', 'b'],
        ['b', 'a'],
      ] as const) {
        await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
        await importInto(store, chosen(files), { id: 'a' });
        await importInto(store, chosen(others), { id: 'b' });
        expect((await marks()).name?.written).toEqual(['Sky', '하늘']);
        await undo(order[0]);
        await undo(order[1]);
        expect(await marks()).toEqual(noMarks);
        await store.library.deleteMails?.({ kind: 'everything' });
      }
    });

    it('but not what another import had too', async () => {
      const files = await archiveWith(theirs);
      const others = await archiveWith(theirs, ['m1', 'm2']);
      await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
      await importInto(store, chosen(files), { id: 'a' });
      const joined = await marks();
      await importInto(store, chosen(others), { id: 'b' });
      await undo('a');
      expect(await marks()).toEqual(joined);
      await undo('b');
      expect(await marks()).toEqual(noMarks);
    });

    it('nor a tag that is on another mail meanwhile', async () => {
      const files = await archiveWith(theirs);
      await store.backup.putMails(owner, [aMail({ id: 'm1' }), aMail({ id: 'm7' })]);
      await importInto(store, chosen(files));
      const change = { addTags: [rain.id] };
      await store.library.marks.edit?.({ change: { keys: [{ ...owner, id: 'm7' }], change } });
      await undo('import-1');
      expect((await marks()).tags).toEqual([rain]);
      expect((await marks()).mails).toEqual([{ ...owner, id: 'm7', tags: [rain.id], note: '' }]);
    });

    it('also where the import went on after a stop', async () => {
      const files = await archiveWith(theirs);
      await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
      await importInto(store, chosen(files));
      await importInto(store, chosen(files));
      await undo('import-1');
      expect(await marks()).toEqual(noMarks);
    });
  });

  it('goes on after it was stopped', async () => {
    const ids = Array.from({ length: 450 }, (_, at) => `m${at}`);
    const files = await archiveOf((from) =>
      from.backup.putMails(
        owner,
        ids.map((id) => aMail({ id })),
      ),
    );
    await importInto(store, chosen(files));
    const stop = new AbortController();
    const undoing = store.imports.undo(
      'import-1',
      (done) => done > 0 && stop.abort(new Error('enough')),
      stop.signal,
    );
    await expect(undoing).rejects.toThrow('enough');
    expect((await store.library.listMails()).length).toBe(50);
    await undo('import-1');
    expect(await store.library.listMails()).toEqual([]);
  });
});
