import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveMail } from '../../../../../lib/formats/content.ts';
import { planPacks } from '../../../../../lib/browser/mail-store/records/plan-packs.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { AccountKey } from '../../../../../lib/mail/mail.ts';
import { aMail, anAssetRef, aSavedAsset, aWalk, aRef, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

describe('the database as an archive reads it', () => {
  let store: MailStore;
  beforeEach(async () => {
    freshDatabases();
    store = await openStore({ factsOf: () => ({ name: 'Letters', utcOffsetMinutes: 540 }) });
  });
  afterEach(() => store.close());

  async function readMails(whose: AccountKey = owner): Promise<ArchiveMail[]> {
    const mails = [];
    for await (const mail of store.exportReader.mails(whose, new AbortController().signal)) mails.push(mail);
    return mails;
  }

  it('names the accounts with what they hold', async () => {
    await store.backup.putMails({ ...owner, account: 'zz' }, [aMail({ id: 'm1' })]);
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a'), anAssetRef('b')] })]);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1])]);
    const service = { service: 'izone', serviceName: 'Letters', utcOffsetMinutes: 540 };
    expect(await store.exportReader.accounts()).toEqual([
      { ...service, account: 'a1b2c3', mails: 1, savedAssets: 1 },
      { ...service, account: 'zz', mails: 1, savedAssets: 0 },
    ]);
  });

  it('tells every mail of one account, oldest first, mails of one second by id', async () => {
    const mails = Array.from({ length: 250 }, (_, at) => {
      const second = String(Math.floor((249 - at) / 5) % 60).padStart(2, '0');
      return aMail({ id: `m${String(at).padStart(3, '0')}`, receivedAt: `2020-01-01T00:00:${second}Z` });
    });
    await store.backup.putMails(owner, mails);
    await store.backup.putMails({ ...owner, account: 'zz' }, [aMail({ id: 'stranger' })]);
    const expected = [...mails].sort((a, b) =>
      a.receivedAt === b.receivedAt ? (a.id < b.id ? -1 : 1) : a.receivedAt < b.receivedAt ? -1 : 1,
    );
    expect((await readMails()).map(({ row }) => row.id)).toEqual(expected.map(({ id }) => id));
  });

  it('tells the whole of a mail, and how its files stand', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
    const [mail] = await readMails();
    expect(mail?.row).toMatchObject({ id: 'm1', subject: 'Subject of m1' });
    expect(mail?.content).toMatchObject({ text: 'Hello from m1', raw: '{"id":"m1"}' });
    expect(mail?.assets).toEqual([{ ref: anAssetRef('a'), state: 'wanted' }]);
    expect(mail?.versions).toEqual([]);
  });

  it('keeps what a mail said before the service changed it', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'first', assets: [anAssetRef('a')] })]);
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'second' })]);
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'second', isStarred: true })]);
    const [mail] = await readMails();
    expect(mail?.content.text).toBe('second');
    expect(mail?.row.isStarred).toBe(true);
    expect(mail?.versions).toMatchObject([
      { replacedAt: '2026-01-02T03:04:05.000Z', content: { text: 'first', assets: [anAssetRef('a')] } },
    ]);
  });

  it('tells of a picture that only an earlier version shows', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'first', assets: [anAssetRef('a')] })]);
    await store.backup.putMails(owner, [aMail({ id: 'm1', text: 'second', assets: [anAssetRef('b')] })]);
    expect((await readMails())[0]?.assets.map(({ ref }) => ref.key)).toEqual(['b', 'a']);
  });

  it('names the version the list knew a stored mail by, until the list knows another', async () => {
    const list = (version: string) =>
      store.backup.putPages(
        owner,
        'inbox',
        [{ refs: [aRef('m1', { version })], mails: [], broken: [] }],
        aWalk(),
      );
    await list('v1');
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    expect((await readMails())[0]?.version).toBe('v1');
    await list('v2');
    expect((await readMails())[0]).not.toHaveProperty('version');
    expect((await store.exportReader.rest(owner)).unsaved).toEqual([
      { id: 'm1', version: 'v2', state: 'pending', isWithdrawn: false, raw: '{"id":"m1"}' },
    ]);
  });

  it('tells what was listed and is not saved, and what failed, but not what was deleted', async () => {
    const refs = ['m1', 'm2', 'm3', 'm4'].map((id) => aRef(id));
    await store.backup.putPages(owner, 'inbox', [{ refs, mails: [], broken: [] }], aWalk());
    await store.backup.putMails(owner, [
      aMail({ id: 'm1' }),
      aMail({ id: 'm4', from: { id: '9', name: 'Other' } }),
    ]);
    const at = '2026-01-01T00:00:00Z';
    const gone = { kind: 'mail', id: 'm3', state: 'gone', code: 'not-found', at } as const;
    await store.backup.putProblems([{ ...owner, ...gone }]);
    await store.library.deleteMails?.({ kind: 'sender', senderId: '9', ...owner });
    const rest = await store.exportReader.rest(owner);
    expect(rest.unsaved.map(({ id, state }) => [id, state])).toEqual([
      ['m2', 'pending'],
      ['m3', 'gone'],
    ]);
    expect(rest.problems).toEqual([gone]);
  });

  it('tells the rows in the same order', async () => {
    await store.backup.putMails(owner, [
      aMail({ id: 'm2', receivedAt: '2020-01-02T00:00:00Z' }),
      aMail({ id: 'm1', receivedAt: '2020-01-03T00:00:00Z' }),
    ]);
    const ids = [];
    for await (const { id } of store.exportReader.rows(owner, new AbortController().signal)) ids.push(id);
    expect(ids).toEqual(['m2', 'm1']);
  });

  it('marks a mail that a later full walk did not see', async () => {
    const page = (refs: string[]) => [{ refs: refs.map((id) => aRef(id)), mails: [], broken: [] }];
    await store.backup.putPages(owner, 'inbox', page(['m1', 'm2']), aWalk());
    await store.backup.putMails(owner, [aMail({ id: 'm1' }), aMail({ id: 'm2' })]);
    await store.backup.putPages(owner, 'inbox', page(['m2']), aWalk({ number: 2 }));
    await store.backup.finishWalk(owner, 'inbox', '2026-01-01T00:00:00Z');
    expect((await readMails()).map(({ row }) => [row.id, row.isWithdrawn])).toEqual([
      ['m1', true],
      ['m2', false],
    ]);
  });

  it('keeps a mail that another feed still lists', async () => {
    const page = (refs: string[]) => [{ refs: refs.map((id) => aRef(id)), mails: [], broken: [] }];
    await store.backup.putPages(owner, 'one', page(['m1']), aWalk());
    await store.backup.putPages(owner, 'two', page(['m1']), aWalk());
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    await store.backup.putPages(owner, 'one', [], aWalk({ number: 2 }));
    await store.backup.finishWalk(owner, 'one', '2026-01-01T00:00:00Z');
    expect((await readMails())[0]?.row.isWithdrawn).toBe(false);
    await store.backup.putPages(owner, 'two', [], aWalk({ number: 2 }));
    await store.backup.finishWalk(owner, 'two', '2026-01-01T00:00:00Z');
    expect((await readMails())[0]?.row.isWithdrawn).toBe(true);
  });

  it('opens saved bytes by reference', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a'), anAssetRef('b')] })]);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1]), aSavedAsset('b', [2, 3])]);
    const file = await store.exportReader.openAsset(owner, 'b');
    expect(file?.contentType).toBe('image/jpeg');
    expect([...((await file?.blob().bytes()) ?? [])]).toEqual([2, 3]);
    expect(await store.exportReader.openAsset(owner, 'c')).toBeUndefined();
  });

  it('stops when asked to', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    const mails = store.exportReader.mails(owner, AbortSignal.abort(new Error('enough')));
    await expect(mails[Symbol.asyncIterator]().next()).rejects.toThrow('enough');
  });
});

describe('packs', () => {
  it('hold files up to their limit, and a larger file in parts', () => {
    const plans = planPacks(
      [aSavedAsset('a', [1, 2]), aSavedAsset('b', [3, 4, 5, 6, 7]), aSavedAsset('c', [8])].map((asset) => ({
        asset,
      })),
      4,
    );
    expect(
      plans.map(({ sizeBytes, pieces }) => [
        sizeBytes,
        pieces.map(({ asset, from, sizeBytes: length, offset }) => [asset.key, from, length, offset]),
      ]),
    ).toEqual([
      [2, [['a', 0, 2, 0]]],
      [4, [['b', 0, 4, 0]]],
      [
        2,
        [
          ['b', 4, 1, 0],
          ['c', 0, 1, 1],
        ],
      ],
    ]);
  });

  it('give a large file back whole', async () => {
    freshDatabases();
    const store = await openStore();
    const bytes = new Uint8Array(40 * 1024 * 1024).map((_, at) => at % 251);
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a', { kind: 'video' })] })]);
    await store.backup.putAssets(owner, [{ ...aSavedAsset('a', []), bytes, sizeBytes: bytes.length }]);
    const file = await store.exportReader.openAsset(owner, 'a');
    expect(Buffer.compare(bytes, (await file?.blob().bytes()) ?? new Uint8Array())).toBe(0);
    store.close();
  });
});
