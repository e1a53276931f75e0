import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckMode, CheckRecord } from '../../../../../lib/import/check.ts';
import { recognise } from '../../../../../lib/browser/import/recognise.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { aGif, aSavedGif, chosen, exportStore, importInto } from '../../../../support/backup-files.ts';
import { forgeArchive } from '../../../../support/forge-archive.ts';
import { aMail, anAssetRef, aRef, aWalk, owner } from '../../../../support/store-builders.ts';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import { freshDatabases, openStore } from '../open-store.ts';

let store: MailStore;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
  await store.backup.putPages(
    owner,
    'inbox',
    [{ refs: [aRef('m1'), aRef('m2')], mails: [], broken: [] }],
    aWalk(),
  );
  const mail = (id: string, text: string) =>
    aMail({ id, text, group: { id: 'g', name: 'Group' }, assets: [anAssetRef(`img/${id}`, { mailId: id })] });
  await store.backup.putMails(owner, [mail('m1', 'first'), mail('m2', 'words')]);
  await store.backup.putMails(owner, [mail('m1', 'second')]);
  await store.backup.putAssets(owner, [aSavedGif('img/m1'), aSavedGif('img/m2')]);
  await store.backup.finishWalk(owner, 'inbox', '2026-01-01T00:00:00Z');
});
afterEach(() => store.close());

function aCheck(mode: CheckMode): CheckRecord {
  return {
    ...{ id: 'store', name: '', mode, startedAt: '2026-01-01T00:00:00Z', state: 'running' },
    ...{ done: 0, total: 0, sizeBytes: 0, findings: [], moreFindings: 0, sumsMade: 0 },
  };
}
const watch = { onProgress: () => undefined, signal: new AbortController().signal };

async function check(mode: CheckMode): Promise<CheckRecord> {
  const record = aCheck(mode);
  await store.checks.check(record, watch);
  return record;
}

/** Changes one stored value behind everybody's back. */
async function garble(storeName: string, key: IDBValidKey, change: (value: never) => unknown): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('mail-ark');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('not opened'));
  });
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction(storeName, 'readwrite');
    const objects = transaction.objectStore(storeName);
    const reading = objects.get(key);
    reading.onsuccess = () => {
      const value = change(reading.result as never);
      if (value === undefined) objects.delete(key);
      else objects.put(value, ...(objects.keyPath === null ? [key] : []));
    };
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error('not written'));
  });
  database.close();
}
const at = (id: string): string[] => [owner.service, owner.account, id];
const mail = (id: string, code = 'content-changed') => [{ kind: 'mail', ...owner, id, code }];

describe('A check of what is saved', () => {
  it('finds nothing where nothing is wrong, and goes over everything', async () => {
    for (const mode of ['quick', 'full'] as const) {
      expect(await check(mode)).toMatchObject({
        findings: [],
        done: 4,
        total: 4,
        sumsMade: 0,
        sizeBytes: 120,
      });
    }
  });

  const flips: [string, string, IDBValidKey, (value: never) => unknown, unknown][] = [
    [
      'a row',
      'mails',
      at('m1'),
      (row: { subject: string }) => ({ ...row, subject: `${row.subject}\u0001` }),
      mail('m1'),
    ],
    [
      'a sender',
      'mails',
      at('m1'),
      (row: { from: object }) => ({ ...row, from: { ...row.from, name: 'Minjop' } }),
      mail('m1'),
    ],
    [
      'a time',
      'mails',
      at('m1'),
      (row: object) => ({ ...row, receivedAt: '2020-01-02T12:03:05Z' }),
      mail('m1'),
    ],
    [
      'a group',
      'mails',
      at('m1'),
      (row: object) => ({ ...row, group: { id: 'g', name: 'Grouq' } }),
      mail('m1'),
    ],
    [
      'a body',
      'bodies',
      at('m2'),
      (body: { htmlBody: string }) => ({ ...body, htmlBody: body.htmlBody.replace('H', 'I') }),
      mail('m2'),
    ],
    ['a record', 'bodies', at('m2'), (body: object) => ({ ...body, raw: '{"id":"m3"}' }), mail('m2')],
    [
      'a list of files',
      'bodies',
      at('m2'),
      (body: { assets: object[] }) => ({
        ...body,
        assets: body.assets.map((asset) => ({ ...asset, url: 'https://img.example/x' })),
      }),
      mail('m2'),
    ],
    ['words', 'texts', at('m2'), () => 'wordt', mail('m2')],
    [
      'a version',
      'versions',
      [...at('m1'), 0],
      (version: { content: object }) => ({ ...version, content: { ...version.content, text: 'fisrt' } }),
      [{ kind: 'version', ...owner, id: 'm1', code: 'content-changed' }],
    ],
    [
      'a file',
      'packs',
      1,
      (pack: Blob) => flipped(pack),
      [{ kind: 'asset', ...owner, id: 'img/m2', code: 'content-changed' }],
    ],
  ];
  for (const [what, name, key, change, findings] of flips) {
    it(`finds a bit that changed in ${what}`, async () => {
      await garble(name, key, change);
      expect((await check('full')).findings).toEqual(findings);
    });
  }

  const holes: [string, string, IDBValidKey, unknown][] = [
    ['a body', 'bodies', at('m1'), mail('m1')],
    ['words', 'texts', at('m1'), mail('m1')],
    ['a version', 'versions', [...at('m1'), 0], mail('m1')],
  ];
  for (const [what, name, key, findings] of holes) {
    it(`finds that ${what} is gone, also when it is quick`, async () => {
      await garble(name, key, () => undefined);
      expect((await check('quick')).findings).toEqual(expect.arrayContaining(findings as unknown[]));
    });
  }

  it('finds that the record of a file is gone, also when it is quick', async () => {
    const connection = await openConnection();
    await connection.write(['assets'], 'strict', (transaction) => transaction.objectStore('assets').clear());
    connection.close();
    expect((await check('quick')).findings).toEqual(expect.arrayContaining(mail('m1')));
  });

  it('finds that bytes are gone or cut, also when it is quick', async () => {
    await garble('packs', 1, (pack: Blob) => pack.slice(0, pack.size - 1));
    expect((await check('quick')).findings).toEqual([
      { kind: 'asset', ...owner, id: 'img/m2', code: 'storage-broken' },
    ]);
    await garble('packs', 1, () => undefined);
    expect((await check('quick')).findings.length).toBe(2);
  });

  it('finds counters that lie, and mends them', async () => {
    await garble('accounts', [owner.service, owner.account], (record: { counts: object }) => ({
      ...record,
      counts: { ...record.counts, mailsSaved: 7 },
    }));
    const { findings } = await check('quick');
    expect(findings).toEqual([{ kind: 'counts', ...owner, code: 'storage-broken' }]);
    await store.checks.repair(findings);
    expect((await check('quick')).findings).toEqual([]);
  });

  it('gives a sum to mails that were stored before there were any, and sees changes from then on', async () => {
    await garble('bodies', at('m2'), ({ sum: _sum, ...body }: { sum: string }) => body);
    expect(await check('full')).toMatchObject({ findings: [], sumsMade: 1 });
    await garble('texts', at('m2'), () => 'other words');
    expect((await check('full')).findings).toEqual(mail('m2'));
  });

  it('takes a broken header before a whole file for absent, so that no ZIP has it', async () => {
    const exported = async () =>
      Buffer.concat(await Promise.all((await exportStore(store)).map((file) => file.bytes())));
    const whole = await exported();
    await garble('packs', 1, (pack: Blob) => withByte(pack, 40, 0));
    expect((await exported()).equals(whole)).toBe(false);
    expect((await check('full')).findings).toEqual([]);
    expect((await exported()).equals(whole)).toBe(true);
  });

  it('goes on where it was stopped', async () => {
    const many = Array.from({ length: 450 }, (_, index) =>
      aMail({ id: `x${String(index).padStart(3, '0')}` }),
    );
    await store.backup.putMails(owner, many);
    await garble('texts', at('m1'), () => 'other words');
    const stop = new AbortController();
    const record = aCheck('full');
    const stopped = store.checks.check(record, {
      onProgress: () => stop.abort(new Error('enough')),
      signal: stop.signal,
    });
    await expect(stopped).rejects.toThrow('enough');
    expect([record.done, record.findings.length]).toEqual([200, 1]);
    await store.checks.check(record, watch);
    expect([record.done, record.findings]).toEqual([454, mail('m1')]);
  });
});

describe('A repair', () => {
  it('lets the next backup fetch a damaged file, and keeps its bytes until then', async () => {
    await garble('packs', 1, (pack: Blob) => flipped(pack));
    const { findings } = await check('full');
    expect(await store.checks.repair(findings)).toEqual({ files: 1, mails: 0, lost: 0 });
    expect((await store.backup.listWanted(owner, 9, new Set())).map(({ key }) => key)).toEqual(['img/m2']);
    expect(await store.library.openAsset(owner, 'img/m2')).toBeDefined();
    await store.backup.putAssets(owner, [aSavedGif('img/m2')]);
    expect((await check('full')).findings).toEqual([]);
    expect(await (await store.exportReader.openAsset(owner, 'img/m2'))?.blob().bytes()).toEqual(
      aGif('img/m2'),
    );
  });

  it('lets the next backup list a damaged mail anew and fetch it', async () => {
    await garble('texts', at('m2'), () => 'other words');
    const { findings } = await check('full');
    expect(await store.checks.repair(findings)).toEqual({ files: 0, mails: 1, lost: 0 });
    expect((await store.backup.readFeed(owner, 'inbox')).watermark).toBeUndefined();
    const page = [{ refs: [aRef('m1'), aRef('m2')], mails: [], broken: [] }];
    const waiting = await store.backup.putPages(owner, 'inbox', page, aWalk({ number: 2 }));
    expect(waiting.map(({ id }) => id)).toEqual(['m2']);
  });

  it('can also be an import', async () => {
    const files = await exportStore(store);
    await garble('texts', at('m2'), () => 'other words');
    await garble('packs', 1, (pack: Blob) => flipped(pack));
    await store.checks.repair((await check('full')).findings);
    await importInto(store, chosen(files));
    expect((await check('full')).findings).toEqual([]);
    expect((await store.library.findMail({ ...owner, id: 'm2' }))?.text).toBe('words');
  });

  it('says what nobody can give again', async () => {
    const findings = [{ kind: 'version', ...owner, id: 'm1', code: 'content-changed' }] as const;
    expect(await store.checks.repair(findings)).toEqual({ files: 0, mails: 0, lost: 1 });
  });
});

describe('A check of a backup', () => {
  const checkFile = async (file: File, mode: CheckMode): Promise<CheckRecord> => {
    const { backups } = await recognise(chosen([file]));
    const record = aCheck(mode);
    await backups[0]?.check(record, watch);
    return record;
  };

  it('finds nothing in an export that is whole', async () => {
    const [file] = await exportStore(store);
    for (const mode of ['quick', 'full'] as const) {
      const { findings, done, total } = await checkFile(file!, mode);
      expect([findings, done === total]).toEqual([[], true]);
    }
  });

  it('finds every bit that changes in any entry, by its name', async () => {
    const [file] = await exportStore(store);
    const whole = new Uint8Array(await file!.arrayBuffer());
    const { backups } = await recognise(chosen([file!]));
    const { openZip } = await import('../../../../../lib/zip/open-zip.ts');
    const { entries } = await openZip(file!);
    for (const { path, offset, nameLength, compressedSize } of entries) {
      if (path === 'data/manifest.json') continue;
      const changed = whole.slice();
      const place = offset + 30 + nameLength + Math.floor(compressedSize / 2);
      changed[place]! ^= 1;
      const { findings } = await checkFile(new File([changed], 'x.zip'), 'full');
      expect(findings.map((finding) => finding.kind === 'entry' && finding.path)).toEqual([path]);
    }
    expect(backups[0]?.partCount).toBe(entries.length - 1);
  });

  it('finds what is missing, other, or not listed', async () => {
    const [file] = await exportStore(store);
    const forged = await forgeArchive(
      file!,
      (files) => {
        files.delete('README.txt');
        files.set('index.html', new Uint8Array(7));
        files.set('extra.txt', new Uint8Array(1));
      },
      { isSealed: false },
    );
    expect((await checkFile(forged, 'quick')).findings).toEqual([
      { kind: 'entry', path: 'index.html', code: 'content-changed' },
      { kind: 'entry', path: 'README.txt', code: 'not-found' },
      { kind: 'entry', path: 'extra.txt', code: 'unlisted-file' },
    ]);
  });
});

/** The pack with a bit changed in its last file. */
function flipped(pack: Blob): Blob {
  // 0x00 stands before the last byte of every picture here.
  return withByte(pack, pack.size - 2, 1);
}

function withByte(pack: Blob, at: number, byte: number): Blob {
  return new Blob([pack.slice(0, at), new Uint8Array([byte]), pack.slice(at + 1)]);
}
