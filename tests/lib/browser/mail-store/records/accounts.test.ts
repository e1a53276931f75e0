import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counts } from '../../../../../lib/backup/reached.ts';
import type { ImportTerms, IncomingMail } from '../../../../../lib/import/incoming.ts';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import { keysUnder } from '../../../../../lib/browser/mail-store/database/keys.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';
import { cases } from '../../../../support/fault-numbers.ts';

const id = fc.constantFrom('m1', 'm2', 'm3', 'm4');
const key = fc.constantFrom('a', 'b', 'c');
const at = '2026-01-01T00:00:00Z';
const importId = fc.constantFrom('i1', 'i2');
const incomingParts = {
  text: fc.constantFrom('x', 'y', 'z'),
  sender: fc.constantFrom('7', '8'),
  isWithdrawn: fc.boolean(),
  state: fc.constantFrom('wanted' as const, 'gone' as const, 'damaged' as const),
  version: fc.constantFrom('1', '2', undefined),
  hasEarlier: fc.boolean(),
};

type Act = (store: MailStore, walk: number) => Promise<unknown>;

const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(fc.array(id), fc.constantFrom('1', '2')).map(
    ([ids, version]): Act =>
      (store, walk) =>
        store.backup.putPages(
          owner,
          'inbox',
          [{ refs: ids.map((one) => aRef(one, { version })), mails: [], broken: [] }],
          aWalk({ number: walk }),
        ),
  ),
  id.map(
    (one): Act =>
      (store, walk) =>
        store.backup.putPages(
          owner,
          'inbox',
          [{ refs: [], mails: [], broken: [{ id: one, field: 'subject', raw: one }] }],
          aWalk({ number: walk }),
        ),
  ),
  fc.tuple(id, fc.array(key), fc.constantFrom('7', '8'), fc.constantFrom('x', 'y')).map(
    ([one, keys, sender, text]): Act =>
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
    (keys): Act =>
      (store) =>
        store.backup.putAssets(
          owner,
          keys.map((one, index) => aSavedAsset(one, [index, 1, 2])),
        ),
  ),
  fc.tuple(id, fc.constantFrom('gone' as const, 'damaged' as const)).map(
    ([one, state]): Act =>
      (store) =>
        store.backup.putProblems([{ ...owner, kind: 'mail', id: one, state, code: 'not-found', at }]),
  ),
  fc.tuple(key, fc.constantFrom('gone' as const, 'damaged' as const)).map(
    ([one, state]): Act =>
      (store) =>
        store.backup.putProblems([{ ...owner, kind: 'asset', id: one, state, code: 'not-found', at }]),
  ),
  key.map(
    (one): Act =>
      (store) =>
        store.markUnreadable(owner, one),
  ),
  fc.constant<Act>((store) => store.backup.retryProblems(owner)),
  fc.constant<Act>((store) => store.backup.finishWalk(owner, 'inbox', at)),
  fc.constant<Act>(async (store) => store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '8' })),
  fc.constant<Act>(async (store) => store.library.deleteMails?.({ kind: 'account', ...owner })),
  fc
    .record({
      importId,
      mails: fc.array(fc.record({ one: id, keys: fc.uniqueArray(key), ...incomingParts }), { maxLength: 3 }),
      arriving: fc.uniqueArray(key),
      bringsBack: fc.boolean(),
    })
    .map(
      ({ mails, arriving, ...terms }): Act =>
        (store) =>
          store.imports.putBatch(
            owner,
            {
              mails: mails.map(anIncomingMail),
              assets: arriving.map((one, index) => aSavedAsset(one, [index, 1])),
            },
            termsOf(terms),
          ),
    ),
  fc.record({ importId, one: id, isWithdrawn: fc.boolean() }).map(
    ({ one, isWithdrawn, ...terms }): Act =>
      (store) =>
        store.imports.putRest(
          owner,
          {
            unsaved: [{ id: one, version: '', state: 'quarantined', isWithdrawn, raw: '{}' }],
            problems: [{ kind: 'mail', id: one, state: 'quarantined', code: 'broken-record', at }],
          },
          termsOf({ ...terms, bringsBack: false }),
        ),
  ),
  importId.map(
    (one): Act =>
      (store) =>
        store.imports.undo(one, () => undefined, new AbortController().signal),
  ),
  fc.tuple(id, key).map(
    ([one, file]): Act =>
      (store) =>
        store.checks.repair([
          { kind: 'mail', ...owner, id: one, code: 'content-changed' },
          { kind: 'asset', ...owner, id: file, code: 'content-changed' },
        ]),
  ),
  fc.constantFrom('N', 'M').map((name): Act => async (store) => {
    await store.backup.putNames(owner, [{ id: '7', name, language: 'ko' }]);
    await store.backup.applyNames(owner);
  }),
);

function termsOf(terms: { importId: string; bringsBack: boolean }): ImportTerms {
  return { import: terms.importId, now: at, bringsBack: terms.bringsBack, problems: new Map() };
}

function anIncomingMail(given: {
  one: string;
  keys: string[];
  text: string;
  sender: string;
  isWithdrawn: boolean;
  state: 'wanted' | 'gone' | 'damaged';
  version: string | undefined;
  hasEarlier: boolean;
}): IncomingMail {
  const mail = aMail({ id: given.one, from: { id: given.sender, name: 'N' } });
  const { kind, from, subject, preview, receivedAt, isStarred, isUnread, raw } = mail;
  const refs = given.keys.map((one) => anAssetRef(one, { mailId: mail.id }));
  const row = {
    ...{ ...owner, id: mail.id, kind, from, subject, preview, receivedAt, isStarred, isUnread },
    ...{ pictureCount: refs.length, isWithdrawn: given.isWithdrawn },
  };
  const content = { ...owner, id: mail.id, text: given.text, raw, assets: refs };
  const earlier = { replacedAt: at, row, content: { ...content, text: 'earlier', assets: refs.slice(1) } };
  return {
    mail: { row, content, versions: given.hasEarlier ? [earlier] : [] },
    ...(given.version === undefined ? {} : { version: given.version }),
    assets: refs.map((ref) => ({ ref, state: given.state })),
  };
}

/** Everything counted anew, row by row. */
async function recount(): Promise<{ counts: Counts; packs: number[]; live: number[] }> {
  const connection = await openConnection();
  const range = keysUnder(owner.service, owner.account);
  const counted = await connection.read(
    ['refs', 'mails', 'assets', 'problems', 'packUse', 'packs'],
    async (transaction) => {
      const refs = (await transaction.objectStore('refs').getAll(range)).flatMap(({ entries }) => entries);
      const pages = await transaction.objectStore('assets').getAll(range);
      const assets = pages.flatMap(({ entries }) => entries);
      const problems = await transaction.objectStore('problems').getAll(range);
      const uses = await transaction.objectStore('packUse').getAll();
      const saved = assets.filter(({ state }) => state === 'saved');
      // A file that is to be fetched again keeps its bytes until then.
      const parts = assets.flatMap((asset) => asset.parts ?? []);
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
      fc.asyncProperty(fc.array(anAct, { maxLength: 25 }), async (acts) => {
        freshDatabases();
        const store = await openStore();
        try {
          for (const [index, act] of acts.entries()) await act(store, index + 1);
          const { counts, packs, live } = await recount();
          expect(await store.backup.counts(owner)).toEqual(counts);
          expect(await store.readSentinel()).toBe(counts.mailsSaved);
          expect(packs).toEqual(live);
        } finally {
          store.close();
        }
      }),
      { numRuns: cases(300) },
    );
  });

  it('count a mail once that lost its body and got it back from an import', async () => {
    freshDatabases();
    const store = await openStore();
    await store.backup.putMails(owner, [aMail({ id: 'm1' })]);
    const connection = await openConnection();
    await connection.write(['bodies'], 'strict', (transaction) => transaction.objectStore('bodies').clear());
    connection.close();
    const mail = anIncomingMail({
      ...{ one: 'm1', keys: [], text: 'x', sender: '7', isWithdrawn: false, state: 'wanted' },
      ...{ version: undefined, hasEarlier: false },
    });
    const terms = termsOf({ importId: 'i1', bringsBack: false });
    await store.imports.putBatch(owner, { mails: [mail], assets: [] }, terms);
    expect((await store.backup.counts(owner)).mailsSaved).toBe(1);
    store.close();
  });
});
