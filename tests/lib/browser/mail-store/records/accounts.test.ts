import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counts } from '../../../../../lib/backup/ports.ts';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import { keysUnder } from '../../../../../lib/browser/mail-store/database/keys.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const id = fc.constantFrom('m1', 'm2', 'm3', 'm4');
const key = fc.constantFrom('a', 'b', 'c');
const at = '2026-01-01T00:00:00Z';

type Deed = (store: MailStore, walk: number) => Promise<unknown>;

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(fc.array(id), fc.constantFrom('1', '2')).map(
    ([ids, version]): Deed =>
      (store, walk) =>
        store.backup.putPages(
          owner,
          'inbox',
          [{ refs: ids.map((one) => aRef(one, { version })), mails: [], broken: [] }],
          aWalk({ number: walk }),
        ),
  ),
  id.map(
    (one): Deed =>
      (store, walk) =>
        store.backup.putPages(
          owner,
          'inbox',
          [{ refs: [], mails: [], broken: [{ id: one, field: 'subject', raw: one }] }],
          aWalk({ number: walk }),
        ),
  ),
  fc.tuple(id, fc.array(key), fc.constantFrom('7', '8'), fc.constantFrom('x', 'y')).map(
    ([one, keys, sender, text]): Deed =>
      (store) =>
        store.backup.putMails(owner, [
          aMail({
            id: one,
            text,
            from: { id: sender, name: 'N' },
            assets: keys.map((asset) => anAssetRef(asset)),
          }),
        ]),
  ),
  fc.array(key).map(
    (keys): Deed =>
      (store) =>
        store.backup.putAssets(
          owner,
          keys.map((one, index) => aSavedAsset(one, [index, 1, 2])),
        ),
  ),
  fc.tuple(id, fc.constantFrom('gone' as const, 'damaged' as const)).map(
    ([one, state]): Deed =>
      (store) =>
        store.backup.putProblems([{ ...owner, kind: 'mail', id: one, state, code: 'not-found', at }]),
  ),
  fc.tuple(key, fc.constantFrom('gone' as const, 'damaged' as const)).map(
    ([one, state]): Deed =>
      (store) =>
        store.backup.putProblems([{ ...owner, kind: 'asset', id: one, state, code: 'not-found', at }]),
  ),
  key.map(
    (one): Deed =>
      (store) =>
        store.markUnreadable(owner, one),
  ),
  fc.constant<Deed>((store) => store.backup.retryProblems(owner)),
  fc.constant<Deed>((store) => store.backup.finishWalk(owner, 'inbox', at)),
  fc.constant<Deed>(async (store) =>
    store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '8' }),
  ),
);

/** Everything counted anew, row by row. */
async function recount(): Promise<{ counts: Counts; packs: number[]; live: number[] }> {
  const connection = await openConnection();
  const range = keysUnder(owner.service, owner.account);
  const counted = await connection.read(
    ['refs', 'mails', 'assets', 'problems', 'packUse', 'packs'],
    async (transaction) => {
      const refs = await transaction.objectStore('refs').getAll(range);
      const assets = await transaction.objectStore('assets').getAll(range);
      const problems = await transaction.objectStore('problems').getAll(range);
      const uses = await transaction.objectStore('packUse').getAll();
      const saved = assets.filter(({ state }) => state === 'saved');
      const parts = saved.flatMap((asset) => asset.parts ?? []);
      return {
        counts: {
          mailsListed: refs.filter(({ state, isWithdrawn }) => state !== 'deleted' && !isWithdrawn).length,
          mailsSaved: await transaction.objectStore('mails').count(range),
          mailsFailed: problems.filter(({ kind }) => kind === 'mail').length,
          assetsWanted: assets.filter(({ state }) => state === 'wanted').length,
          assetsSaved: saved.length,
          assetsFailed: assets.filter(({ state }) => state === 'gone' || state === 'damaged').length,
          sizeBytes: saved.reduce((sum, { facts }) => sum + (facts?.sizeBytes ?? 0), 0),
        },
        packs: uses.map(({ liveBytes }) => liveBytes),
        live: uses.map(({ pack }) =>
          parts.filter((part) => part.pack === pack).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        ),
      };
    },
  );
  connection.close();
  return counted;
}

describe('counters', () => {
  it('say what a count of every row says, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
        freshDatabases();
        const store = await openStore();
        try {
          for (const [index, act] of deeds.entries()) await act(store, index + 1);
          const { counts, packs, live } = await recount();
          expect(await store.backup.counts(owner)).toEqual(counts);
          expect(packs).toEqual(live);
        } finally {
          store.close();
        }
      }),
      { numRuns: 150 },
    );
  });
});
