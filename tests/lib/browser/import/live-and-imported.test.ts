import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailStore } from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { Mail } from '../../../../lib/mail/mail.ts';
import { aSavedGif, chosen, exportStore, importInto } from '../../../support/backup-files.ts';
import { dumpDatabases } from '../../../support/database-dump.ts';
import { aMail, anAssetRef, aRef, aWalk, owner } from '../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';
import { contents, makeArchive } from './whole-stores.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
});
afterEach(() => store.close());

/** An archive of a store to which the service answered these states of a mail. The store of the test is empty afterwards. */
async function backupOf(...states: Partial<Mail>[]): Promise<File[]> {
  store.close();
  const files = await makeArchive(async (from) => {
    for (const state of states) await from.backup.putMails(owner, [aMail({ id: 'm1', ...state })]);
  });
  store = await openStore();
  return files;
}

const answer = (change: Partial<Mail>) => store.backup.putMails(owner, [aMail({ id: 'm1', ...change })]);
const nothing = { text: '', assets: [], htmlBody: '' };
const key = { ...owner, id: 'm1' };

/** What is on screen, then the versions, oldest first. */
async function wordsOf(): Promise<(string | undefined)[]> {
  const versions = await store.library.listVersions(key);
  return [(await store.library.findMail(key))?.text, ...versions.map(({ content }) => content.text)];
}

async function stored(name: 'bodies' | 'versions' | 'mails'): Promise<object[]> {
  const [dump] = await dumpDatabases();
  return (dump?.stores[name] ?? []).map(({ value }) => value as object);
}

describe('A mail that an import brought and the service then answers', () => {
  it('shows the answer, and keeps the imported words as a version', async () => {
    const files = await backupOf({ text: 'imported' });
    await importInto(store, chosen(files));
    await answer({ text: 'answered' });
    expect(await wordsOf()).toEqual(['answered', 'imported']);
    expect((await importInto(store, chosen(files), { id: 'again' })).record.report.mails).toMatchObject({
      held: 1,
    });
    expect(await wordsOf()).toEqual(['answered', 'imported']);
  });

  it('has no version when the words are the same', async () => {
    const files = await backupOf({ text: 'same', htmlBody: '<p>same</p>' });
    await importInto(store, chosen(files));
    await answer({ text: 'same', htmlBody: '<p>same</p>' });
    expect(await wordsOf()).toEqual(['same']);
  });

  it('has no version when only the markup differs', async () => {
    const files = await backupOf({ text: 'same', htmlBody: '<div>same</div>' });
    await importInto(store, chosen(files));
    await answer({ text: 'same', htmlBody: '<p>same</p>' });
    expect(await wordsOf()).toEqual(['same']);
    expect((await store.library.findMail(key))?.htmlBody).toBe('<p>same</p>');
  });

  it('knows where its words came from', async () => {
    const files = await backupOf({ text: 'imported' });
    await importInto(store, chosen(files));
    const [imported] = await stored('bodies');
    const origin = { kind: 'import', import: 'import-1', at: '2026-01-02T03:04:05.000Z' };
    expect(imported).toMatchObject({ origin });
    await answer({ text: 'answered' });
    expect((await stored('bodies'))[0]).not.toHaveProperty('origin');
    expect((await stored('versions'))[0]).toMatchObject({ origin, isBeside: true });
  });
});

describe('A mail that the service answered and an import then brings', () => {
  it('shows the answer, even where the backup calls it the older one', async () => {
    const files = await backupOf({ text: 'answered' }, { text: 'edited' });
    await answer({ text: 'answered' });
    await importInto(store, chosen(files));
    expect(await wordsOf()).toEqual(['answered', 'edited']);
  });

  it('comes to the same as one that was imported first', async () => {
    const files = await backupOf({ text: 'first' }, { text: 'second', assets: [anAssetRef('a')] });
    const bodies = async () => [await stored('mails'), await stored('bodies'), await stored('versions')];
    await answer({ text: 'answered' });
    await importInto(store, chosen(files));
    const after = await bodies();
    store.close();
    freshDatabases();
    store = await openStore();
    await importInto(store, chosen(files));
    await answer({ text: 'answered' });
    const withoutTimes = (value: unknown) =>
      JSON.stringify(value, (name, part: unknown) =>
        name === 'replacedAt' || name === 'number' ? undefined : part,
      );
    expect(withoutTimes(await bodies())).toBe(withoutTimes(after));
  });
});

describe('Two imports of one mail', () => {
  it('show the one that came first, or the one that calls the other older', async () => {
    const older = await backupOf({ text: 'first' });
    const other = await backupOf({ text: 'other' });
    const newer = await backupOf({ text: 'first' }, { text: 'second' });
    await importInto(store, chosen(older), { id: 'a' });
    await importInto(store, chosen(other), { id: 'b' });
    expect(await wordsOf()).toEqual(['first', 'other']);
    const again = await importInto(store, chosen(other), { id: 'c' });
    expect(again.record.report.mails).toEqual({ added: 0, changed: 0, held: 1, deleted: 0 });
    store.close();
    freshDatabases();
    store = await openStore();
    await importInto(store, chosen(older), { id: 'a' });
    await importInto(store, chosen(newer), { id: 'b' });
    expect(await wordsOf()).toEqual(['second', 'first']);
  });
});

describe('A canceled mail', () => {
  it('keeps its words and files, and says that it is canceled', async () => {
    await answer({ text: 'Hello', assets: [anAssetRef('a')] });
    await store.backup.putAssets(owner, [aSavedGif('a')]);
    await answer(nothing);
    expect(await wordsOf()).toEqual(['Hello']);
    expect(await store.library.listAssets(key)).toMatchObject([{ state: 'saved' }]);
    expect(await store.library.listMails()).toMatchObject([{ id: 'm1', isCanceled: true }]);
    await answer({ text: 'Hello', assets: [anAssetRef('a')] });
    expect((await store.library.listMails())[0]).not.toHaveProperty('isCanceled');
  });

  it('is canceled in an archive, and where that comes in', async () => {
    await answer({ text: 'Hello' });
    await answer(nothing);
    const files = await exportStore(store);
    store.close();
    freshDatabases();
    store = await openStore();
    await importInto(store, chosen(files));
    expect(await store.library.listMails()).toMatchObject([{ id: 'm1', isCanceled: true }]);
    expect(await wordsOf()).toEqual(['Hello']);
  });
});

describe('Undoing an import', () => {
  const undo = (id: string) => store.imports.undo(id, () => undefined, new AbortController().signal);

  it('brings back what stood before', async () => {
    const files = await backupOf({ text: 'answered' }, { text: 'edited' });
    await answer(nothing);
    const before = await contents();
    await importInto(store, chosen(files), { id: 'a' });
    expect(await wordsOf()).toEqual(['edited', 'answered']);
    await undo('a');
    expect(await contents()).toBe(before);
  });

  it('leaves words that the service has answered since', async () => {
    const files = await backupOf({ text: 'Hello' });
    await answer(nothing);
    await importInto(store, chosen(files), { id: 'a' });
    await answer({ text: 'Hello' });
    await undo('a');
    expect(await wordsOf()).toEqual(['Hello']);
  });

  it('leaves a mail canceled that the service has canceled since', async () => {
    const first = await backupOf({ text: 'first' });
    const newer = await backupOf({ text: 'first' }, { text: 'second' });
    await importInto(store, chosen(first), { id: 'a' });
    await store.backup.putPages(owner, 'inbox', [{ refs: [aRef('m1')], mails: [], broken: [] }], aWalk());
    await undo('a');
    await importInto(store, chosen(newer), { id: 'b' });
    await answer(nothing);
    await undo('b');
    expect(await store.library.listMails()).toMatchObject([{ id: 'm1', isCanceled: true }]);
  });
});
