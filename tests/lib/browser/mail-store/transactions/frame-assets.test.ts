import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { Mail } from '../../../../../lib/mail/mail.ts';
import { aGif, aSavedGif, exportStore } from '../../../../support/backup-files.ts';
import { aMail, anAssetRef, owner } from '../../../../support/store-builders.ts';
import { withFile, askedOracles } from '../../../../support/zip-oracles.ts';
import { freshDatabases, openStore } from '../open-store.ts';
import { cases } from '../../../../support/fault-numbers.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
});
afterEach(() => store.close());

/** A mail of one day of January, with its pictures. */
function aMailOf(day: number, names: string[], change: Partial<Mail> = {}): Mail {
  const id = `m${String(day).padStart(2, '0')}`;
  const assets = names.map((name) => anAssetRef(`img.example/${name}`, { mailId: id }));
  return aMail({ id, receivedAt: `2020-01-${String(day).padStart(2, '0')}T12:00:00Z`, assets, ...change });
}

const save = (names: string[]) =>
  store.backup.putAssets(
    owner,
    names.map((name) => aSavedGif(`img.example/${name}`)),
  );

async function framesOf(names: string[]) {
  const files = await Promise.all(
    names.map((name) => store.exportReader.openAsset(owner, `img.example/${name}`)),
  );
  return files.map((file) => file?.framed);
}

/** The database as it was before packs held headers. */
async function forgetFrames(): Promise<void> {
  const connection = await openConnection();
  await connection.write(['assets'], 'strict', async (transaction) => {
    for (const page of await transaction.objectStore('assets').getAll()) {
      const entries = page.entries.map((asset) => ({
        ...asset,
        parts: (asset.parts ?? []).map(({ frame: _frame, ...part }) => part),
      }));
      await transaction.objectStore('assets').put({ ...page, entries });
    }
  });
  connection.close();
}

async function exportBytes(): Promise<Buffer> {
  const [file] = await exportStore(store);
  return Buffer.from((await file?.arrayBuffer()) ?? new ArrayBuffer());
}

/** Exports, and counts how often a piece of a pack was taken. */
async function countSlices(): Promise<number> {
  const slice = vi.spyOn(Blob.prototype, 'slice');
  const connection = await openConnection();
  const packs = await connection.read(['packs'], (transaction) => transaction.objectStore('packs').getAll());
  connection.close();
  const sizes = new Set(packs.map(({ size }) => size));
  await exportStore(store);
  const taken = slice.mock.contexts.filter((blob) => sizes.has((blob as Blob).size)).length;
  slice.mockRestore();
  return taken;
}

describe('Files that are saved together', () => {
  it('stand in their pack in the order of an archive, each behind the header it has there', async () => {
    await store.backup.putMails(owner, [aMailOf(2, ['c', 'd']), aMailOf(1, ['b', 'a'])]);
    await save(['d', 'a', 'c', 'b']);
    const frames = await framesOf(['b', 'a', 'c', 'd']);
    let end = 0;
    for (const framed of frames) {
      expect(framed?.offset).toBe(end);
      end = (framed?.offset ?? 0) + (framed?.header.length ?? 0) + 60;
      const stored = await framed?.pack.slice(framed.offset, framed.offset + framed.header.length).bytes();
      expect(Buffer.compare(stored ?? new Uint8Array(), framed?.header ?? new Uint8Array(1))).toBe(0);
    }
    expect(Buffer.from(frames[0]?.header ?? []).toString()).toContain('media/Minjoo_7/20200101/b.gif');
    const inside = Buffer.concat(
      ['b', 'a', 'c', 'd'].flatMap((name, at) => [
        Buffer.from(frames[at]?.header ?? []),
        aGif(`img.example/${name}`),
      ]),
    );
    expect((await exportBytes()).includes(inside)).toBe(true);
  });

  it('are taken by an export as one piece', async () => {
    const days = Array.from({ length: 20 }, (_, at) => at + 1);
    await store.backup.putMails(
      owner,
      days.map((day) => aMailOf(day, [`p${day}`, `q${day}`])),
    );
    await save(days.flatMap((day) => [`p${day}`, `q${day}`]));
    expect(await countSlices()).toBe(1);
    await forgetFrames();
    expect(await countSlices()).toBe(40);
  });

  it.each([
    [
      'a sender who changed names',
      () => [aMailOf(2, ['a'], { from: { id: '7', name: 'Kim' } }), aMailOf(1, ['b'])],
    ],
    ['a picture that an older mail shows too', () => [aMailOf(2, ['a', 'b']), aMailOf(1, ['b'])]],
    ['two pictures of one name', () => [aMailOf(1, ['x/a', 'y/a', 'b'])]],
    ['no neighbour', () => [aMailOf(1, ['a'])]],
  ])('give the ZIP the same bytes as if nobody had guessed, with %s', async (_what, mails) => {
    await store.backup.putMails(owner, mails());
    await save([
      ...new Set(mails().flatMap(({ assets }) => assets.map(({ key }) => key.replace('img.example/', '')))),
    ]);
    const guessed = await exportBytes();
    await forgetFrames();
    expect(Buffer.compare(guessed, await exportBytes())).toBe(0);
    await withFile(new Blob([new Uint8Array(guessed)]), (path) => {
      for (const { name, complaintOf } of askedOracles)
        expect([name, complaintOf(path)]).toEqual([name, undefined]);
    });
  });

  it('are saved whatever their mail and their address say: a guess never fails', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(text, text, text, text, async (name, senderId, receivedAt, key) => {
        freshDatabases();
        const own = await openStore();
        const assets = [anAssetRef(key)];
        await own.backup.putMails(owner, [
          aMail({ id: 'm1', from: { id: senderId, name }, receivedAt, assets }),
        ]);
        await own.backup.putAssets(owner, [aSavedGif(key)]);
        const file = await own.exportReader.openAsset(owner, key);
        expect(Buffer.compare((await file?.blob().bytes()) ?? Buffer.of(), aSavedGif(key).bytes)).toBe(0);
        own.close();
      }),
      { numRuns: cases(60) },
    );
  });

  it('keep their headers when the room of deleted neighbours is freed', async () => {
    const kim = { id: '8', name: 'Kim' };
    await store.backup.putMails(owner, [
      aMailOf(1, ['a']),
      aMailOf(2, ['b', 'c', 'd'], { from: kim }),
      aMailOf(3, ['e']),
    ]);
    await save(['a', 'b', 'c', 'd', 'e']);
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '8' });
    const [a, e] = await framesOf(['a', 'e']);
    expect(a?.pack.size).toBe((a?.header.length ?? 0) + (e?.header.length ?? 0) + 120);
    expect(await countSlices()).toBe(1);
    const guessed = await exportBytes();
    await forgetFrames();
    expect(Buffer.compare(guessed, await exportBytes())).toBe(0);
  });
});
