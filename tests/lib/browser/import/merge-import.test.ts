import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailStore } from '../../../../lib/browser/mail-store/open-mail-store.ts';
import { noMarks, type MarksEdit } from '../../../../lib/mail/marks.ts';
import { aSavedGif, chosen, exportStore, importInto } from '../../../support/backup-files.ts';
import { aMail, anAssetRef, aRef, aWalk, owner } from '../../../support/store-builders.ts';
import { dumpDatabases } from '../../../support/database-dump.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
});
afterEach(() => store.close());

/** An archive made by a store that is filled so, and then forgotten. */
async function archiveOf(fill: (store: MailStore) => Promise<unknown>): Promise<File[]> {
  await fill(store);
  const files = await exportStore(store);
  store.close();
  freshDatabases();
  store = await openStore();
  return files;
}

/** Everything stored, apart from what imports remember, as comparable text. */
async function contents(): Promise<string> {
  const [dump] = await dumpDatabases();
  const { imports: _imports, importItems: _items, accounts, packs, packUse, ...rest } = dump?.stores ?? {};
  const counts = accounts?.map(({ value }) => (value as { counts: object }).counts);
  expect([packs?.length, packUse?.length].every((length) => length !== undefined)).toBe(true);
  // Packs are numbered as they come; where the bytes lie is nobody's business.
  return JSON.stringify([rest, counts], (name, value: unknown) =>
    name === 'parts' || name === 'packs' || name === 'order' ? undefined : value,
  );
}

const picture = anAssetRef('img.example/a.gif');
const withPicture = () => [aMail({ id: 'm1', assets: [picture] })];

describe('An import into a store that is not empty', () => {
  it('fills in a picture that was never had, and one that came damaged', async () => {
    const files = await archiveOf(async (from) => {
      await from.backup.putMails(owner, [aMail({ id: 'm1', assets: [picture, anAssetRef('b')] })]);
      await from.backup.putAssets(owner, [aSavedGif(picture.key), aSavedGif('b')]);
    });
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [picture, anAssetRef('b')] })]);
    const at = '2025-01-01T00:00:00Z';
    await store.backup.putProblems([
      { ...owner, kind: 'asset', id: 'b', state: 'damaged', code: 'short-body', at },
    ]);
    const { record } = await importInto(store, chosen(files));
    expect(record.report).toMatchObject({ mails: { held: 1 }, files: { added: 2 } });
    expect((await store.library.listAssets({ ...owner, id: 'm1' })).map(({ state }) => state)).toEqual([
      'saved',
      'saved',
    ]);
    expect(await store.backup.listProblems(owner)).toEqual([]);
    expect(await store.backup.counts(owner)).toMatchObject({
      assetsSaved: 2,
      assetsWanted: 0,
      assetsFailed: 0,
    });
  });

  it('never puts a missing or other picture in the place of a whole one', async () => {
    const without = await archiveOf((from) => from.backup.putMails(owner, withPicture()));
    await store.backup.putMails(owner, withPicture());
    await store.backup.putAssets(owner, [aSavedGif(picture.key, 'mine')]);
    const other = await exportStore(store);
    store.close();
    freshDatabases();
    store = await openStore();
    await store.backup.putMails(owner, withPicture());
    await store.backup.putAssets(owner, [aSavedGif(picture.key, 'the first')]);
    const before = await contents();
    await importInto(store, chosen(without), { id: 'a' });
    await importInto(store, chosen(other), { id: 'b' });
    expect(await contents()).toBe(before);
  });

  it('keeps newer words, and the older ones as a version', async () => {
    const files = await archiveOf((from) =>
      from.backup.putMails(owner, [aMail({ id: 'm1', text: 'first' })]),
    );
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'second' })]);
    const { record } = await importInto(store, chosen(files));
    expect(record.report.mails).toEqual({ added: 0, changed: 1, held: 0, deleted: 0 });
    for await (const { content, versions } of store.exportReader.mails(owner, new AbortController().signal)) {
      expect([content.text, versions.map((version) => version.content.text)]).toEqual(['second', ['first']]);
    }
  });

  it('keeps accounts apart that hold a mail of the same id', async () => {
    const files = await archiveOf((from) =>
      from.backup.putMails({ ...owner, account: 'theirs' }, [aMail({ id: 'm1', text: 'theirs' })]),
    );
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'mine' })]);
    await importInto(store, chosen(files));
    expect((await store.library.findMail({ ...owner, id: 'm1' }))?.text).toBe('mine');
    expect((await store.library.findMail({ service: 'izone', account: 'theirs', id: 'm1' }))?.text).toBe(
      'theirs',
    );
  });

  it('leaves deleted what the person deleted, unless it is asked to bring it back', async () => {
    const files = await archiveOf((from) => from.backup.putMails(owner, withPicture()));
    await store.backup.putPages(owner, 'inbox', [{ refs: [aRef('m1')], mails: [], broken: [] }], aWalk());
    await store.backup.putMails(owner, withPicture());
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '7' });
    const { plan, record } = await importInto(store, chosen(files), { id: 'a' });
    expect(plan.mailboxes[0]).toMatchObject({ newMails: 0, deletedMails: 1 });
    expect(record.report.mails).toEqual({ added: 0, changed: 0, held: 0, deleted: 1 });
    expect(await store.library.listMails()).toEqual([]);
    await importInto(store, chosen(files), { id: 'b', bringsBack: true });
    expect((await store.library.listMails()).map(({ id }) => id)).toEqual(['m1']);
    expect(await store.backup.counts(owner)).toMatchObject({ mailsListed: 1, mailsSaved: 1 });
  });
});

describe("A backup without the reader's name", () => {
  const words = { text: 'Hi Sky', subject: 'Sky', htmlBody: '<p>Hi Sky</p>' };
  const note = { ...owner, id: 'm1', tags: [], note: 'Sky again' };
  const nickname = { ...owner, senderId: '7', written: 'Sky', shown: 'me' };
  const fill = async (into: MailStore, ids: string[]) => {
    await into.backup.putPages(
      owner,
      'inbox',
      [{ refs: ids.map((id) => aRef(id)), mails: [], broken: [] }],
      aWalk(),
    );
    await into.backup.putMails(
      owner,
      ids.map((id) => aMail({ id, ...words })),
    );
    await into.library.marks.edit?.({ putMails: [note], putNicknames: [nickname] });
  };
  const told = (id: string) => store.library.findMail({ ...owner, id });

  it('changes nothing of the mails that are here', async () => {
    await fill(store, ['m1', 'm2']);
    const files = await exportStore(store, undefined, true);
    const before = await contents();
    const { record } = await importInto(store, chosen(files));
    expect(record.report.mails).toEqual({ added: 0, changed: 0, held: 2, deleted: 0 });
    expect(await contents()).toBe(before);
  });

  it('brings mails that are not here, until the service tells them whole', async () => {
    await fill(store, ['m1', 'm2']);
    const files = await exportStore(store, undefined, true);
    store.close();
    freshDatabases();
    store = await openStore();
    await store.backup.putMails(owner, [aMail({ id: 'm1', ...words })]);
    const { record } = await importInto(store, chosen(files));
    expect(record.report.mails).toEqual({ added: 1, changed: 0, held: 1, deleted: 0 });
    expect([(await told('m1'))?.text, (await told('m2'))?.text]).toEqual(['Hi Sky', 'Hi ○○']);
    const page = [{ refs: [aRef('m2')], mails: [], broken: [] }];
    const waiting = await store.backup.putPages(owner, 'inbox', page, aWalk());
    expect(waiting.map(({ id }) => id)).toEqual(['m2']);
  });

  it('gives way to a whole one that is chosen with it', async () => {
    await fill(store, ['m1']);
    const files = [...(await exportStore(store, undefined, true)), ...(await exportStore(store))];
    store.close();
    freshDatabases();
    store = await openStore();
    await importInto(store, chosen(files));
    expect((await told('m1'))?.text).toBe('Hi Sky');
    expect((await store.library.marks.read()).mails).toEqual([note]);
  });
});

describe('What a person put on mails', () => {
  const tagged = (id: string, name: string, note: string) => (from: MailStore) =>
    from.library.marks.edit?.({
      putTags: [{ id, name, color: 'blue' }],
      putMails: [{ ...owner, id: 'm1', tags: [id], note }],
    });

  it('comes in with them, joined with what was here', async () => {
    const files = await archiveOf(async (from) => {
      await from.backup.putMails(owner, [aMail({ id: 'm1' })]);
      await tagged('theirs', 'Rain', 'from there')(from);
    });
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    await tagged('mine', 'rain', 'from here')(store);
    await importInto(store, chosen(files));
    const { tags, mails } = await store.library.marks.read();
    expect(tags.map(({ id }) => id)).toEqual(['mine']);
    expect(mails).toEqual([{ ...owner, id: 'm1', tags: ['mine'], note: 'from here\nfrom there' }]);
    await importInto(store, chosen(files), { id: 'again' });
    expect((await store.library.marks.read()).mails).toEqual(mails);
  });

  it('stays away where the mail stays deleted', async () => {
    const files = await archiveOf(async (from) => {
      await from.backup.putMails(owner, [aMail({ id: 'm1' })]);
      await tagged('theirs', 'Rain', 'from there')(from);
    });
    const page = [{ refs: [aRef('m1')], mails: [], broken: [] }];
    await store.backup.putPages(owner, 'inbox', page, aWalk());
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '7' });
    await importInto(store, chosen(files));
    expect((await store.library.marks.read()).mails).toEqual([]);
  });
});

describe('A backup after an import', () => {
  const page = (ids: string[]) => [{ refs: ids.map((id) => aRef(id)), mails: [], broken: [] }];

  it('fetches nothing that came in, and what the list has besides', async () => {
    const files = await archiveOf(async (from) => {
      await from.backup.putPages(owner, 'inbox', page(['m1']), aWalk());
      await from.backup.putMails(owner, withPicture());
      await from.backup.putAssets(owner, [aSavedGif(picture.key)]);
    });
    await importInto(store, chosen(files));
    const waiting = await store.backup.putPages(owner, 'inbox', page(['m1', 'm2']), aWalk());
    expect(waiting.map(({ id }) => id)).toEqual(['m2']);
    expect(await store.backup.listPending(owner, 10, new Set())).toMatchObject([{ id: 'm2' }]);
    expect(await store.backup.listWanted(owner, 10, new Set())).toEqual([]);
    expect(await store.backup.counts(owner)).toMatchObject({ mailsListed: 2, mailsSaved: 1 });
  });

  it('fetches a mail again that the service has changed since', async () => {
    const files = await archiveOf(async (from) => {
      await from.backup.putPages(owner, 'inbox', page(['m1']), aWalk());
      await from.backup.putMails(owner, withPicture());
    });
    await importInto(store, chosen(files));
    const refs = [aRef('m1', { version: 'changed since' })];
    const waiting = await store.backup.putPages(owner, 'inbox', [{ refs, mails: [], broken: [] }], aWalk());
    expect(waiting.map(({ id }) => id)).toEqual(['m1']);
  });

  it('need not fetch what was listed here and came in meanwhile', async () => {
    const files = await archiveOf(async (from) => {
      await from.backup.putPages(owner, 'inbox', page(['m1', 'm2']), aWalk());
      await from.backup.putMails(owner, withPicture());
    });
    await store.backup.putPages(owner, 'inbox', page(['m1', 'm2']), aWalk());
    await importInto(store, chosen(files));
    expect((await store.backup.listPending(owner, 10, new Set())).map(({ id }) => id)).toEqual(['m2']);
  });
});

describe('An import that is stopped', () => {
  it('goes on where it ended, and the end is that of one that was not', async () => {
    const fill = async (from: MailStore) => {
      const ids = Array.from({ length: 300 }, (_, at) => `m${String(at).padStart(3, '0')}`);
      await from.backup.putMails(
        owner,
        ids.map((id) => aMail({ id, assets: [anAssetRef(`img/${id}`, { mailId: id })] })),
      );
      await from.backup.putAssets(
        owner,
        ids.map((id) => aSavedGif(`img/${id}`)),
      );
    };
    const files = await archiveOf(fill);
    await importInto(store, chosen(files));
    const whole = await contents();
    store.close();
    freshDatabases();
    store = await openStore();

    const stop = new AbortController();
    const stopped = importInto(store, chosen(files), {
      signal: stop.signal,
      onProgress: (done) => done > 250 && stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
    const kept = (await store.library.listMails()).length;
    expect(kept).toBeGreaterThan(60);
    expect(kept).toBeLessThan(300);
    const { record } = await importInto(store, chosen(files));
    expect(record.report.mails).toEqual({ added: 300, changed: 0, held: 0, deleted: 0 });
    expect(record.report.files).toMatchObject({ held: kept, added: 300 - kept });
    expect(await contents()).toBe(whole);
  }, 120_000);
});

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
      putNicknames: [{ ...owner, senderId: '1', written: '%%%', shown: 'Me' }],
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
  }, 120_000);
});
