import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupStore, ListedPage, Problem } from '../../lib/backup/ports.ts';
import type { Run } from '../../lib/backup/run.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../support/store-builders.ts';

/** A fresh, empty store, and how to let go of it. */
export interface OpenedStore {
  store: BackupStore;
  close(): void;
}

const none: ReadonlySet<string> = new Set();

function aPage(change: Partial<ListedPage> = {}): ListedPage {
  return { refs: [], mails: [], broken: [], ...change };
}

function aProblem(change: Partial<Problem> = {}): Problem {
  return {
    ...owner,
    kind: 'mail',
    id: 'm1',
    state: 'damaged',
    code: 'error-page',
    at: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

/** What every `BackupStore` must do; a new store passes it by one call. */
export function backupStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a backup store`, () => {
    let opened: OpenedStore;
    let store: BackupStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    describe('runs', () => {
      const run: Run = {
        id: 'r1',
        service: 'izone',
        isFull: false,
        startedAt: '2026-01-01T00:00:00Z',
        state: { phase: 'active' },
        mailsBefore: 0,
      };

      it('are empty at first', async () => {
        expect(await store.listRuns()).toEqual([]);
      });

      it('are replaced by id', async () => {
        await store.putRun(run);
        await store.putRun({ ...run, state: { phase: 'paused' } });
        expect(await store.listRuns()).toEqual([{ ...run, state: { phase: 'paused' } }]);
      });

      it('take the place of another', async () => {
        await store.putRun(run);
        await store.putRun({ ...run, id: 'r2', account: 'a1' }, 'r1');
        expect(await store.listRuns()).toEqual([{ ...run, id: 'r2', account: 'a1' }]);
      });
    });

    describe('names of senders', () => {
      it('are none at first, and the newest of each once they were put', async () => {
        expect(await store.readNames(owner)).toEqual([]);
        await store.putNames(owner, [
          { id: '7', name: '별하', language: 'ko' },
          { id: '8', name: '가온', language: 'ko' },
        ]);
        await store.putNames(owner, [{ id: '7', name: 'ピョルハ', language: 'ja' }]);
        const names = (await store.readNames(owner)).toSorted((a, b) => a.id.localeCompare(b.id));
        expect(names).toEqual([
          { id: '7', name: 'ピョルハ', language: 'ja' },
          { id: '8', name: '가온', language: 'ko' },
        ]);
        expect(await store.readNames({ ...owner, account: 'other' })).toEqual([]);
      });

      it('may be applied where nothing is stored', async () => {
        await store.putNames(owner, [{ id: '7', name: '별하', language: 'ko' }]);
        await store.applyNames(owner);
        expect((await store.counts(owner)).mailsSaved).toBe(0);
      });
    });

    describe('listing', () => {
      it('remembers the walk as it was given', async () => {
        const walk = aWalk({ pagesDone: [1, 2], headIds: ['m1'], isListed: false });
        await store.putPages(owner, 'inbox', [], walk);
        expect(await store.readFeed(owner, 'inbox')).toEqual({ walk });
      });

      it('knows nothing of a feed that was never walked', async () => {
        expect(await store.readFeed(owner, 'inbox')).toEqual({});
      });

      it('returns the refs that wait, in the order of the pages', async () => {
        const pages = [aPage({ refs: [aRef('m3'), aRef('m2')] }), aPage({ refs: [aRef('m1')] })];
        expect(await store.putPages(owner, 'inbox', pages, aWalk())).toEqual([
          aRef('m3'),
          aRef('m2'),
          aRef('m1'),
        ]);
      });

      it('does not ask again for a mail stored in the same version', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm1' })]);
        const again = [aPage({ refs: [aRef('m1'), aRef('m2')] })];
        expect(await store.putPages(owner, 'inbox', again, aWalk({ number: 2 }))).toEqual([aRef('m2')]);
      });

      it('asks again for a mail whose version has changed', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm1' })]);
        const changed = aRef('m1', { version: 'newer' });
        const pages = [aPage({ refs: [changed] })];
        expect(await store.putPages(owner, 'inbox', pages, aWalk({ number: 2 }))).toEqual([changed]);
        expect(await store.listPending(owner, 10, none)).toEqual([changed]);
      });

      it('keeps accounts apart', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        const other = { ...owner, account: 'other' };
        expect(await store.listPending(other, 10, none)).toEqual([]);
        expect(await store.readFeed(other, 'inbox')).toEqual({});
        expect((await store.counts(other)).mailsListed).toBe(0);
      });

      it('lists what is pending up to the limit, without what is in work', async () => {
        const refs = ['m5', 'm4', 'm3', 'm2', 'm1'].map((id) => aRef(id));
        await store.putPages(owner, 'inbox', [aPage({ refs })], aWalk());
        expect(await store.listPending(owner, 2, new Set(['m5', 'm3']))).toEqual([aRef('m4'), aRef('m2')]);
      });

      it('puts mails of a later walk first', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m2')] })], aWalk({ number: 2 }));
        expect(await store.listPending(owner, 10, none)).toEqual([aRef('m2'), aRef('m1')]);
      });

      it('stores the whole mails of a list at once', async () => {
        const mail = aMail({ id: 'm1', assets: [anAssetRef('a')] });
        expect(await store.putPages(owner, 'talk', [aPage({ mails: [mail] })], aWalk())).toEqual([]);
        expect(await store.listPending(owner, 10, none)).toEqual([]);
        expect(await store.listWanted(owner, 10, none)).toEqual([anAssetRef('a')]);
        expect(await store.counts(owner)).toMatchObject({ mailsListed: 1, mailsSaved: 1, assetsWanted: 1 });
      });

      it('sets a record aside that was not understood, once', async () => {
        const page = aPage({
          refs: [aRef('m2')],
          broken: [
            { id: 'm1', field: 'subject', raw: '{"id":"m1"}' },
            { field: 'id', raw: '{}' },
          ],
        });
        await store.putPages(owner, 'inbox', [page], aWalk());
        await store.putPages(owner, 'inbox', [page], aWalk());
        const problems = await store.listProblems(owner);
        expect(problems).toHaveLength(2);
        expect(problems).toContainEqual(
          expect.objectContaining({ kind: 'mail', id: 'm1', state: 'quarantined', code: 'broken-record' }),
        );
        expect(await store.counts(owner)).toMatchObject({ mailsFailed: 2 });
        expect(await store.listPending(owner, 10, none)).toEqual([aRef('m2')]);
      });

      it('takes a record that was set aside back when it is understood', async () => {
        const broken = { id: 'm1', field: 'subject', raw: '{"id":"m1"}' };
        await store.putPages(owner, 'inbox', [aPage({ broken: [broken] })], aWalk());
        const pages = [aPage({ refs: [aRef('m1')] })];
        expect(await store.putPages(owner, 'inbox', pages, aWalk({ number: 2 }))).toEqual([aRef('m1')]);
        expect(await store.listProblems(owner)).toEqual([]);
        expect((await store.counts(owner)).mailsFailed).toBe(0);
      });
    });

    describe('mails', () => {
      it('resolve their refs and make their assets wanted', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        const mail = aMail({ id: 'm1', assets: [anAssetRef('a'), anAssetRef('b')] });
        expect(await store.putMails(owner, [mail])).toEqual([anAssetRef('a'), anAssetRef('b')]);
        expect(await store.listPending(owner, 10, none)).toEqual([]);
        expect(await store.counts(owner)).toEqual({
          mailsListed: 1,
          mailsSaved: 1,
          mailsFailed: 0,
          assetsWanted: 2,
          assetsSaved: 0,
          assetsFailed: 0,
          sizeBytes: 0,
        });
      });

      it('may be put again without counting twice', async () => {
        const mail = aMail({ id: 'm1', assets: [anAssetRef('a')] });
        await store.putMails(owner, [mail, mail]);
        await store.putMails(owner, [mail]);
        expect(await store.counts(owner)).toMatchObject({ mailsSaved: 1, assetsWanted: 1 });
      });

      it('share an asset they both refer to', async () => {
        const shared = anAssetRef('portrait', { role: 'portrait' });
        const mails = [aMail({ id: 'm1', assets: [shared] }), aMail({ id: 'm2', assets: [shared] })];
        expect(await store.putMails(owner, mails)).toEqual([shared]);
        expect((await store.counts(owner)).assetsWanted).toBe(1);
      });
    });

    describe('assets', () => {
      beforeEach(async () => {
        const older = aMail({ id: 'm1', receivedAt: '2020-01-01T00:00:00Z', assets: [anAssetRef('a')] });
        const newer = aMail({
          id: 'm2',
          receivedAt: '2020-02-01T00:00:00Z',
          assets: [anAssetRef('b', { mailId: 'm2' })],
        });
        await store.putMails(owner, [older, newer]);
      });

      it('are wanted newest first, up to the limit, without what is in work', async () => {
        const b = anAssetRef('b', { mailId: 'm2' });
        expect(await store.listWanted(owner, 10, none)).toEqual([b, anAssetRef('a')]);
        expect(await store.listWanted(owner, 1, new Set(['b']))).toEqual([anAssetRef('a')]);
      });

      it('are not wanted any more once saved, and saved once', async () => {
        await store.putAssets(owner, [aSavedAsset('a', [1, 2, 3])]);
        await store.putAssets(owner, [aSavedAsset('a', [1, 2, 3])]);
        expect(await store.listWanted(owner, 10, none)).toEqual([anAssetRef('b', { mailId: 'm2' })]);
        expect(await store.counts(owner)).toMatchObject({ assetsWanted: 1, assetsSaved: 1, sizeBytes: 3 });
      });

      it('are wanted with all that a later run needs to ask for them, and without the signature of their address', async () => {
        const signed = anAssetRef('c', {
          ...{
            url: 'https://img.example/c.mp4?Signature=made-up',
            kind: 'video',
            role: 'body',
            mailId: 'm3',
          },
          expiresAt: '2020-03-01T01:00:00Z',
        });
        const mail = aMail({ id: 'm3', receivedAt: '2020-03-01T00:00:00Z', assets: [signed] });
        await store.putMails(owner, [mail]);
        expect(await store.listWanted(owner, 1, none)).toEqual([
          { ...signed, url: 'https://img.example/c.mp4' },
        ]);
      });

      it('that come in parts are saved once all of these are there', async () => {
        const { bytes, ...file } = aSavedAsset('a', [1, 2, 3]);
        const put = (offset: number, to: number) =>
          store.putPart(owner, { key: 'a', offset, bytes: bytes.slice(offset, to) });
        await put(0, 2);
        await store.putAssets(owner, [file]);
        expect(await store.counts(owner)).toMatchObject({ assetsWanted: 2, assetsSaved: 0 });
        // A try that was cut is worth nothing, and what does not follow is left out.
        await put(0, 1);
        await put(2, 3);
        await put(1, 3);
        await store.putAssets(owner, [file]);
        expect(await store.counts(owner)).toMatchObject({ assetsWanted: 1, assetsSaved: 1, sizeBytes: 3 });
      });

      it('of a mail put again are not wanted again', async () => {
        await store.putAssets(owner, [aSavedAsset('a', [1])]);
        expect(await store.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })])).toEqual([]);
      });
    });

    describe('problems', () => {
      beforeEach(async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1'), aRef('m2')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm2', assets: [anAssetRef('a', { mailId: 'm2' })] })]);
      });

      it('keep a failed mail from being asked for', async () => {
        await store.putProblems([aProblem()]);
        await store.putProblems([aProblem()]);
        expect(await store.listPending(owner, 10, none)).toEqual([]);
        expect(await store.listProblems(owner)).toEqual([aProblem()]);
        expect((await store.counts(owner)).mailsFailed).toBe(1);
      });

      it('keep a failed asset from being asked for', async () => {
        const problem = aProblem({ kind: 'asset', id: 'a', code: 'not-media' });
        await store.putProblems([problem]);
        expect(await store.listWanted(owner, 10, none)).toEqual([]);
        expect(await store.listProblems(owner)).toEqual([problem]);
        expect(await store.counts(owner)).toMatchObject({ assetsWanted: 0, assetsFailed: 1 });
      });

      it('wait again when retried', async () => {
        await store.putProblems([aProblem(), aProblem({ kind: 'asset', id: 'a', code: 'short-body' })]);
        await store.retryProblems(owner);
        expect(await store.listPending(owner, 10, none)).toEqual([aRef('m1')]);
        expect(await store.listWanted(owner, 10, none)).toEqual([anAssetRef('a', { mailId: 'm2' })]);
        expect(await store.listProblems(owner)).toEqual([]);
        expect(await store.counts(owner)).toMatchObject({ mailsFailed: 0, assetsWanted: 1, assetsFailed: 0 });
      });

      it('stay where the service has the mail or the asset no more, unless that is asked for too', async () => {
        const gone = aProblem({ kind: 'asset', id: 'a', state: 'gone', code: 'not-found' });
        const goneMail = aProblem({ state: 'gone', code: 'not-found' });
        await store.putProblems([gone, goneMail]);
        await store.retryProblems(owner);
        expect(await store.listProblems(owner)).toHaveLength(2);
        expect(await store.listWanted(owner, 10, none)).toEqual([]);
        await store.retryProblems(owner, true);
        expect(await store.listProblems(owner)).toEqual([]);
        expect(await store.listWanted(owner, 10, none)).toEqual([anAssetRef('a', { mailId: 'm2' })]);
        expect(await store.listPending(owner, 10, none)).toEqual([aRef('m1')]);
      });

      it.each([
        ['mail', 'm1'],
        ['asset', 'a'],
      ] as const)('of a %s that is refused are remembered from run to run', async (kind, id) => {
        const refuse = (run: string, at: string) =>
          store.putRefusals([{ ...owner, kind, id, code: 'not-found', at, run }]);
        const states = async () => (await store.listProblems(owner)).map(({ state }) => state);
        await refuse('2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z');
        expect(await states()).toEqual(['damaged']);
        await store.retryProblems(owner);
        await refuse('2026-01-01T00:02:00Z', '2026-01-01T00:03:00Z');
        expect(await states()).toEqual(['damaged']);
        await store.retryProblems(owner);
        await refuse('2026-01-02T00:00:00Z', '2026-01-02T00:01:00Z');
        expect(await states()).toEqual(['gone']);
        expect(await store.counts(owner)).toMatchObject(
          kind === 'mail' ? { mailsFailed: 1, assetsWanted: 1 } : { mailsFailed: 0, assetsFailed: 1 },
        );
      });

      it('that were refusals are forgotten once the mail or the asset is saved', async () => {
        const refusal = { ...owner, code: 'not-found', at: '2026-01-01T00:01:00Z', run: 'r1' } as const;
        await store.putRefusals([
          { ...refusal, kind: 'mail', id: 'm1' },
          { ...refusal, kind: 'asset', id: 'a' },
        ]);
        await store.putMails(owner, [aMail({ id: 'm1' })]);
        await store.putAssets(owner, [aSavedAsset('a', [1])]);
        expect(await store.listProblems(owner)).toEqual([]);
        const changed = [aPage({ refs: [aRef('m1', { version: 'newer' })] })];
        await store.putPages(owner, 'inbox', changed, aWalk({ number: 2 }));
        const later = { ...refusal, at: '2026-01-02T00:00:00Z', run: 'r2' };
        await store.putRefusals([{ ...later, kind: 'mail', id: 'm1' }]);
        expect((await store.listProblems(owner)).map(({ state }) => state)).toEqual(['damaged']);
      });

      it('are over once the mail or the asset is stored after all', async () => {
        await store.putProblems([aProblem(), aProblem({ kind: 'asset', id: 'a', code: 'short-body' })]);
        await store.putMails(owner, [aMail({ id: 'm1' })]);
        await store.putAssets(owner, [aSavedAsset('a', [1])]);
        expect(await store.listProblems(owner)).toEqual([]);
        expect(await store.counts(owner)).toMatchObject({ mailsFailed: 0, assetsFailed: 0, assetsSaved: 1 });
      });
    });

    describe('the end of a walk', () => {
      const at = '2026-01-01T00:00:00Z';

      it('leaves a watermark where everything is stored', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a')] })]);
        await store.putAssets(owner, [aSavedAsset('a', [1])]);
        expect(await store.finishWalk(owner, 'inbox', at)).toBe(true);
        expect((await store.readFeed(owner, 'inbox')).watermark).toEqual({ walk: 1, finishedAt: at });
        expect(await store.findKnown(owner, 'inbox', ['m1', 'm2'])).toEqual(new Set(['m1']));
      });

      it('leaves in the watermark the moment up to which changes are known', async () => {
        const asOf = '2025-12-31T23:59:00Z';
        await store.putPages(owner, 'inbox', [], aWalk({ asOf }));
        expect(await store.finishWalk(owner, 'inbox', at)).toBe(true);
        expect((await store.readFeed(owner, 'inbox')).watermark).toMatchObject({ finishedAt: at, asOf });
      });

      it('leaves none where a mail is pending', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        expect(await store.finishWalk(owner, 'inbox', at)).toBe(false);
        expect((await store.readFeed(owner, 'inbox')).watermark).toBeUndefined();
        expect(await store.findKnown(owner, 'inbox', ['m1'])).toEqual(new Set());
      });

      it('leaves none where a mail is damaged, but one where it is gone', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        await store.putProblems([aProblem()]);
        expect(await store.finishWalk(owner, 'inbox', at)).toBe(false);
        await store.putProblems([aProblem({ state: 'gone', code: 'not-found' })]);
        expect(await store.finishWalk(owner, 'inbox', at)).toBe(true);
      });

      it('leaves one where only files wait or are damaged', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1'), aRef('m2')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm1', assets: [anAssetRef('a'), anAssetRef('b')] })]);
        expect(await store.finishWalk(owner, 'inbox', at)).toBe(false); // m2 is pending
        await store.putMails(owner, [aMail({ id: 'm2' })]);
        await store.putProblems([aProblem({ kind: 'asset', id: 'a', code: 'short-body' })]);
        expect(await store.finishWalk(owner, 'inbox', at)).toBe(true);
        await store.retryProblems(owner);
        expect(await store.findKnown(owner, 'inbox', ['m1', 'm2'])).toEqual(new Set(['m1', 'm2']));
        expect((await store.listWanted(owner, 10, new Set())).map(({ key }) => key).sort()).toEqual([
          'a',
          'b',
        ]);
      });

      it('does not let one feed hold up another', async () => {
        await store.putPages(owner, 'one', [aPage({ refs: [aRef('m1')] })], aWalk());
        await store.putPages(owner, 'two', [aPage({ refs: [aRef('m2')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm2' })]);
        expect(await store.finishWalk(owner, 'one', at)).toBe(false);
        expect(await store.finishWalk(owner, 'two', at)).toBe(true);
      });

      it('does not let an unstable feed hold up another, and forgets it when retried', async () => {
        await store.putPages(owner, 'one', [], aWalk());
        await store.putPages(owner, 'two', [], aWalk());
        await store.putProblems([aProblem({ id: 'one', code: 'listing-unstable' })]);
        expect(await store.finishWalk(owner, 'one', at)).toBe(false);
        expect(await store.finishWalk(owner, 'two', at)).toBe(true);
        await store.retryProblems(owner);
        expect(await store.listProblems(owner)).toEqual([]);
        expect(await store.finishWalk(owner, 'one', at)).toBe(true);
      });

      it('does not stop at mails that came after the watermark', async () => {
        await store.putPages(owner, 'inbox', [], aWalk());
        await store.finishWalk(owner, 'inbox', at);
        const walk = aWalk({ number: 2, isFull: false });
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m2')] })], walk);
        expect(await store.findKnown(owner, 'inbox', ['m2'])).toEqual(new Set());
      });

      it('counts a mail out that a full walk did not see, and in again when it is back', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1'), aRef('m2')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm1' }), aMail({ id: 'm2' })]);
        await store.finishWalk(owner, 'inbox', at);
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m2')] })], aWalk({ number: 2 }));
        await store.finishWalk(owner, 'inbox', at);
        expect(await store.counts(owner)).toMatchObject({ mailsListed: 1, mailsSaved: 2 });
        const both = [aPage({ refs: [aRef('m1'), aRef('m2')] })];
        await store.putPages(owner, 'inbox', both, aWalk({ number: 3 }));
        await store.finishWalk(owner, 'inbox', at);
        expect(await store.counts(owner)).toMatchObject({ mailsListed: 2, mailsSaved: 2 });
      });

      it('withdraws nothing after a walk that was not full', async () => {
        await store.putPages(owner, 'inbox', [aPage({ refs: [aRef('m1')] })], aWalk());
        await store.putMails(owner, [aMail({ id: 'm1' })]);
        await store.finishWalk(owner, 'inbox', at);
        await store.putPages(owner, 'inbox', [], aWalk({ number: 2, isFull: false }));
        await store.finishWalk(owner, 'inbox', at);
        expect((await store.counts(owner)).mailsListed).toBe(1);
      });
    });
  });
}
