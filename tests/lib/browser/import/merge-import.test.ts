import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailStore } from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { aSavedGif, chosen, exportStore, importInto } from '../../../support/backup-files.ts';
import { aMail, anAssetRef, aRef, aWalk, owner } from '../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';
import { contents, makeArchive } from './whole-stores.ts';
import type { NameChoice } from '../../../../lib/mail/name-choice.ts';

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
  const name: NameChoice = { mode: 'own', written: ['Sky'], own: 'me' };
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
    await into.library.marks.edit?.({ putMails: [note], putName: name });
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
  });
});
