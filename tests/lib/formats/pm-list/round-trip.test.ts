import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildLists } from '../../../../lib/browser/export/build-lists.ts';
import type { MailStore } from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { readMarkup } from '../../../../lib/formats/pm-list/read-body.ts';
import { listedBody } from '../../../../lib/formats/pm-list/write-body.ts';
import type { SanitizeBody } from '../../../../lib/mail/mail-library.ts';
import { unknownAccountMark } from '../../../../lib/mail/mail.ts';
import { readBody } from '../../../../lib/sources/private-mail/parse-body.ts';
import { anyText } from '../../../support/any-text.ts';
import { aGif, aSavedGif, chosen, importInto } from '../../../support/backup-files.ts';
import { readFiles } from '../../../support/forge-archive.ts';
import { alreadyClean } from '../../../support/memory-archive.ts';
import { aMail, anAssetRef, owner } from '../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../../browser/mail-store/open-store.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
});
afterEach(() => store.close());

const never = new AbortController().signal;

/** Markup whose only danger is the addresses of its pictures. */
const cleanImages: SanitizeBody = (html, findAsset) =>
  alreadyClean(
    html.replace(
      /<img src="([^"]*)">/g,
      (_, address: string) => `<img data-asset="${findAsset(address)}" alt="">`,
    ),
  );

async function exportLists(from: MailStore): Promise<File> {
  const plan = { content: from.exportReader, sanitize: cleanImages, isWithoutFiles: false, isPart: false };
  const { files } = await buildLists(plan, '2026-11-23', () => undefined, never);
  return new File([files[0]!.blob], files[0]!.fileName);
}

async function startAnew(): Promise<void> {
  store.close();
  freshDatabases();
  store = await openStore();
}

const ids = ['m2226', 'm2227', 'b1-19', 'i1001'];

/** Mails as the service sends them, to the second, with files, a tag, a star and an unread mail. */
async function fill(into: MailStore): Promise<void> {
  await into.backup.putMails(
    owner,
    ids.map((id, at) =>
      aMail({
        id,
        kind: (['mail', 'mail', 'birthday', 'notice'] as const)[at]!,
        from: [
          { id: '1', name: '장원영' },
          { id: '12', name: '이채연' },
          { id: '1', name: '장원영' },
          { id: '27', name: '운영팀' },
        ][at]!,
        subject: ['Hello 😀', '', '<b>', '"\\'][at]!,
        receivedAt: `2020-01-0${at + 1}T23:30:59Z`,
        htmlBody: `<p>Words of ${id}</p><p><br></p><p>&amp; more</p>`,
        text: `Words of ${id}\n\n& more`,
        preview: `Words of ${id} & more`,
        assets: at === 1 ? [] : [anAssetRef(`img/${id}.gif`, { mailId: id }), anAssetRef(`img/lost.gif`)],
        isStarred: at === 0,
        isUnread: at === 3,
      }),
    ),
  );
  await into.backup.putAssets(
    owner,
    ids.filter((_, at) => at !== 1).map((id) => aSavedGif(`img/${id}.gif`)),
  );
  await into.library.marks.edit?.({
    putTags: [{ id: 't1', name: '겨울', color: 'blue' }],
    putMails: [{ ...owner, id: 'm2227', tags: ['t1'], note: 'a note' }],
  });
}

/** What the viewer shows of every mail, oldest first. */
async function shownMails(from: MailStore) {
  const rows = (await from.library.listMails()).toReversed();
  return Promise.all(
    rows.map(async (row) => {
      const { id, kind, from: sender, subject, preview, receivedAt, isStarred, isUnread } = row;
      const content = await from.library.findMail(row);
      const files = (await from.library.listAssets(row)).filter(({ state }) => state === 'saved');
      const bytes = files.map(async ({ ref }) =>
        (await from.exportReader.openAsset(row, ref.key))?.blob().bytes(),
      );
      return {
        ...{ id, kind, sender, subject, preview, receivedAt, isStarred, isUnread },
        text: content?.text,
        files: await Promise.all(bytes),
      };
    }),
  );
}

describe('Lists that are imported into an empty store', () => {
  it('bring words, subjects, senders, dates to the minute, pictures and tags', async () => {
    await fill(store);
    const before = await shownMails(store);
    expect(before[0]?.files).toEqual([aGif('img/m2226.gif')]);
    const file = await exportLists(store);
    await startAnew();
    const { plan, record } = await importInto(store, chosen([file]));
    expect(plan.names).toEqual([file.name]);
    expect(plan.mailboxes).toMatchObject([
      { service: 'izone', mails: 4, newMails: 4, files: 3, newFiles: 3 },
    ]);
    expect(record.report).toMatchObject({
      mails: { added: 4, changed: 0, held: 0, deleted: 0 },
      files: { added: 3, held: 0, damaged: 0, missing: 0 },
      damaged: [],
    });
    expect(await shownMails(store)).toEqual(
      before.map((mail) => ({ ...mail, receivedAt: mail.receivedAt.replace(/\d\dZ$/, '00Z') })),
    );
    const { tags, mails } = await store.library.marks.read();
    expect(tags.map(({ name, color }) => [name, color])).toEqual([['겨울', 'blue']]);
    expect(mails.map(({ id, tags: its, note }) => [id, its, note])).toEqual([['m2227', [tags[0]?.id], '']]);
  });

  it('and exported again are the same lists and pictures', async () => {
    await fill(store);
    const file = await exportLists(store);
    await startAnew();
    await importInto(store, chosen([file]));
    expect(await readFiles(await exportLists(store))).toEqual(await readFiles(file));
  });

  it('change nothing when they are imported again, and nothing is left when they are taken back', async () => {
    await fill(store);
    const file = await exportLists(store);
    await startAnew();
    await importInto(store, chosen([file]));
    const again = await importInto(store, chosen([file]), { id: 'again' });
    expect(again.record.report.mails).toEqual({ added: 0, changed: 0, held: 4, deleted: 0 });
    for (const id of ['again', 'import-1']) await store.imports.undo(id, () => undefined, never);
    expect(await store.library.listMails()).toEqual([]);
    expect(await store.library.marks.read()).toMatchObject({ tags: [], mails: [] });
  });

  it('are a mailbox of their own beside the one they came from, and beside those of others', async () => {
    await fill(store);
    const before = await shownMails(store);
    const file = await exportLists(store);
    await importInto(store, chosen([file]));
    await store.backup.putMails(owner, [aMail({ id: 'm9999', text: 'later' })]);
    await importInto(store, chosen([await exportLists(await onlyOwn(store))]), { id: 'b' });
    const accounts = new Set((await store.library.listMails()).map(({ account }) => account));
    expect(accounts.size).toBe(3);
    expect([...accounts].filter((account) => unknownAccountMark(account) !== undefined)).toHaveLength(2);
    const own = (await shownMails(store)).filter(({ receivedAt }) => receivedAt.endsWith('59Z'));
    expect(own).toEqual(before);
  });

  it('say what they do not hold: mails without a day, and pictures that are missing', async () => {
    await fill(store);
    const files = new Map(await readFiles(await exportLists(store)));
    const list = JSON.parse(new TextDecoder().decode(files.get('pm_list.json'))) as {
      id: string;
      time: string;
    }[];
    list.find(({ id }) => id === 'm2227')!.time = '21:03';
    files.set('pm_list.json', new TextEncoder().encode(JSON.stringify(list)));
    files.delete('img/mail/27/20200105/i1001.gif');
    files.set('img/mail/1/20200102/m2226.gif', new TextEncoder().encode('<html>오류가 발생했습니다</html>'));
    await startAnew();
    const folder = [...files].map(([path, bytes]) => ({
      path: `output/${path}`,
      file: new File([bytes], path.split('/').at(-1)!),
    }));
    const { plan, record } = await importInto(store, folder);
    expect(plan.names).toEqual(['output']);
    expect(record.report).toMatchObject({ mails: { added: 3 }, files: { added: 1, damaged: 1, missing: 1 } });
    expect(record.report.damaged).toEqual([
      { what: 'mails', name: 'pm_list.json [3]', code: 'broken-record' },
      { what: 'mails', name: 'mail_body_dict.json [m2227]', code: 'broken-record' },
      { what: 'file', name: 'img/mail/1/20200102/m2226.gif', code: 'not-media' },
    ]);
  });
});

/** The store without its unknown mailboxes. */
async function onlyOwn(whole: MailStore): Promise<MailStore> {
  const accounts = await whole.exportReader.accounts();
  const own = accounts.filter(({ account }) => unknownAccountMark(account) === undefined);
  return { ...whole, exportReader: { ...whole.exportReader, accounts: () => Promise.resolve(own) } };
}

describe("A body's words", () => {
  const letters = (text: string) => text.replace(/\s+/g, '');

  it('come back letter by letter, whatever they are', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { body, shown } = listedBody(undefined, text, []);
        const { html, assets } = readMarkup('m1', { body, images: [], videos: [] });
        expect([shown, assets]).toEqual([[], []]);
        expect(letters(readBody(html).text)).toBe(letters(text));
      }),
    );
  });

  it('have their files where they were, and those without a place behind them', () => {
    const read = readMarkup('m1', {
      body: '<p>one</p> {이미지} <p>two</p> {비디오}  {이미지} ',
      images: ['img/mail/1/a b.jpg', 'img/mail/1/"<.jpg', 'img/mail/1/late.jpg'],
      videos: [],
    });
    const address = (path: string) => `https://pm-list.invalid/${path}`;
    expect(read.html).toBe(
      `<p>one</p><img src="${address('img/mail/1/a%20b.jpg')}"><p>two</p> {비디오} ` +
        `<img src="${address('img/mail/1/%22%3C.jpg')}"><img src="${address('img/mail/1/late.jpg')}">`,
    );
    expect(read.assets.map(({ key }) => key)).toEqual([
      'img/mail/1/a b.jpg',
      'img/mail/1/"<.jpg',
      'img/mail/1/late.jpg',
    ]);
  });
});
