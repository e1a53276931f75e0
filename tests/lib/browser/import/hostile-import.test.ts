import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MailStore } from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { planImport } from '../../../../lib/import/plan-import.ts';
import { recognise } from '../../../../lib/browser/import/recognise.ts';
import { MailArkError } from '../../../../lib/errors.ts';
import { aGif, aSavedGif, chosen, exportStore, importInto } from '../../../support/backup-files.ts';
import { craftZip } from '../../../support/crafted-zip.ts';
import { changeText, forgeArchive, readFiles } from '../../../support/forge-archive.ts';
import { aMail, anAssetRef, owner } from '../../../support/store-builders.ts';
import { dumpDatabases } from '../../../support/database-dump.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';
import { cases } from '../../../support/fault-numbers.ts';

let archive: File;
let store: MailStore;
const ids = ['m1', 'm2', 'm3'];

beforeAll(async () => {
  freshDatabases();
  const from = await openStore();
  await from.backup.putMails(
    owner,
    ids.map((id) =>
      aMail({ id, text: `Words of ${id}`, assets: [anAssetRef(`img/${id}.gif`, { mailId: id })] }),
    ),
  );
  await from.backup.putAssets(
    owner,
    ids.map((id) => aSavedGif(`img/${id}.gif`)),
  );
  [archive] = (await exportStore(from)) as [File];
  from.close();
});
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
});
afterEach(() => store.close());
afterAll(freshDatabases);

const codeOf = (importing: Promise<unknown>): Promise<string> =>
  importing.then(
    () => 'taken',
    (error: unknown) => {
      if (error instanceof MailArkError) return error.code;
      throw error;
    },
  );

async function nothingIsWritten(): Promise<void> {
  const [dump] = await dumpDatabases();
  expect(Object.values(dump?.stores ?? {}).flat()).toEqual([]);
}

const dataPath = 'data/mails-2020.js';
const mediaPath = 'media/Minjoo_7/20200102/m1.gif';

describe('A file that is no backup of ours', () => {
  const refusals: [string, () => File | Promise<File>, string][] = [
    [
      'a ZIP of another tool',
      () => new File([craftZip([{ name: 'photo.jpg', data: 'x' }])], 'x.zip'),
      'archive-foreign',
    ],
    [
      'a backup of an old script',
      () => new File([craftZip([{ name: 'output/pm.js', data: 'x' }])], 'x.zip'),
      'archive-old-script',
    ],
    ['a picture', () => new File([aGif('x')], 'x.zip'), 'zip-foreign'],
    [
      'an encrypted ZIP',
      () => new File([craftZip([{ name: 'data/manifest.json', flags: 1 }])], 'x.zip'),
      'zip-encrypted',
    ],
    [
      'a ZIP that leads upward',
      () => new File([craftZip([{ name: 'data/manifest.json', data: '{}' }, { name: '../x' }])], 'x.zip'),
      'zip-unsafe',
    ],
    ['a backup that is cut', () => new File([archive.slice(0, archive.size - 30)], 'x.zip'), 'zip-cut'],
    [
      'a manifest that is no JSON',
      () => forgeArchive(archive, () => undefined, { changeManifest: () => 'alert(1)' }),
      'archive-broken',
    ],
    [
      'a manifest of a later format',
      () =>
        forgeArchive(archive, () => undefined, {
          changeManifest: (text) => text.replace('"format": 1', '"format": 2'),
        }),
      'archive-newer',
    ],
    [
      'a manifest with a member __proto__',
      () =>
        forgeArchive(archive, () => undefined, {
          changeManifest: (text) => text.replace('{', '{"__proto__":{"polluted":1},'),
        }),
      'archive-broken',
    ],
    [
      'a manifest that leads upward',
      () => forgeArchive(archive, (files) => files.set('media/../../evil.gif', aGif('x'))),
      'zip-unsafe',
    ],
    [
      'a manifest whose list was changed',
      () =>
        forgeArchive(archive, () => undefined, {
          changeManifest: (text) => text.replace(/"sizeBytes":\d+/, '"sizeBytes":7'),
        }),
      'archive-broken',
    ],
  ];
  for (const [what, make, code] of refusals) {
    it(`is refused as what it is, and leaves no trace: ${what}`, async () => {
      expect(await codeOf(importInto(store, chosen([await make()])))).toBe(code);
      await nothingIsWritten();
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });
  }

  it('may be nothing at all', async () => {
    expect(await codeOf(importInto(store, []))).toBe('nothing-to-import');
  });

  it('does not keep the others from coming in', async () => {
    const foreign = new File([craftZip([{ name: 'photo.jpg' }])], 'photos.zip');
    const { plan } = await importInto(store, chosen([foreign, archive]));
    expect(plan.refused).toEqual([{ name: 'photos.zip', code: 'archive-foreign' }]);
    expect((await store.library.listMails()).length).toBe(3);
  });
});

describe('Damage inside a backup', () => {
  const damageOf = async (file: File) => (await importInto(store, chosen([file]))).record.report.damaged;

  it('costs a picture that is another than its hash, and nothing else', async () => {
    const file = await forgeArchive(archive, (files) => files.set(mediaPath, aGif('another', 60)), {
      isSealed: false,
    });
    expect(await damageOf(file)).toEqual([{ what: 'file', name: mediaPath, code: 'archive-broken' }]);
    expect((await store.library.listMails()).length).toBe(3);
    expect(await store.backup.counts(owner)).toMatchObject({ assetsSaved: 2, assetsWanted: 1 });
  });

  it('costs a picture that the manifest was changed for, because the mail knows better', async () => {
    const file = await forgeArchive(archive, (files) => files.set(mediaPath, aGif('another', 60)));
    expect(await damageOf(file)).toEqual([{ what: 'file', name: mediaPath, code: 'archive-broken' }]);
  });

  it('costs what is no picture, even where every hash is right', async () => {
    const html = new TextEncoder().encode('<script>alert(1)</script>');
    const files = await readFiles(archive);
    const was = /"sha256":"([0-9a-f]{64})","crc32":(\d+)/;
    const file = await forgeArchive(archive, (forged) => {
      forged.set(mediaPath, html);
      changeText(forged, dataPath, (text) =>
        text.replace(was, (whole) =>
          whole
            .replace(/"sha256":"[0-9a-f]+","crc32":\d+/, '"contentType":"image/gif"')
            .replace('"contentType":"image/gif"', '"reason":"x"'),
        ),
      );
    });
    expect(files.has(mediaPath)).toBe(true);
    const damaged = await damageOf(file);
    expect(damaged.map(({ code }) => code)).toEqual(['not-media']);
  });

  it('costs a picture that is missing or longer, and names it', async () => {
    const missing = await forgeArchive(archive, (files) => files.delete(mediaPath), { isSealed: false });
    expect(await damageOf(missing)).toEqual([{ what: 'file', name: mediaPath, code: 'not-found' }]);
    const longer = await forgeArchive(archive, (files) => files.set(mediaPath, aGif('x', 90)), {
      isSealed: false,
    });
    expect(await damageOf(longer)).toEqual([{ what: 'file', name: mediaPath, code: 'archive-broken' }]);
  });

  const hostileData: [string, (text: string) => string][] = [
    ['is not ours', () => 'alert(document.cookie);\n'],
    ['has more behind a line', (text) => text.replace("'));\n", "'));alert(1);\n")],
    ['holds __proto__', (text) => text.replace('{"row":{', '{"row":{"__proto__":{"polluted":1},')],
    [
      'holds a mail of another account',
      (text) =>
        text.replace(
          '"row":{"service":"izone","account":"a1b2c3"',
          '"row":{"service":"izone","account":"other"',
        ),
    ],
    ['belongs to another account', (text) => text.replaceAll('"account":"a1b2c3"', '"account":"other"')],
    ['leads upward', (text) => text.replace(mediaPath, '../../etc/passwd')],
  ];
  for (const [what, change] of hostileData) {
    it(`costs the mails of a list that ${what}`, async () => {
      const file = await forgeArchive(archive, (files) => changeText(files, dataPath, change));
      const damaged = await damageOf(file);
      expect(damaged).toEqual([{ what: 'mails', name: dataPath, code: 'archive-broken' }]);
      expect(await store.library.listMails()).toEqual([]);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });
  }

  it('takes ids and names that mean something to JavaScript as names', async () => {
    const from = store;
    await from.backup.putMails(owner, [
      aMail({
        id: '__proto__',
        from: { id: 'constructor', name: 'toString' },
        assets: [anAssetRef('__proto__')],
      }),
    ]);
    await from.backup.putAssets(owner, [aSavedGif('__proto__')]);
    const files = await exportStore(from);
    from.close();
    freshDatabases();
    store = await openStore();
    const { record } = await importInto(store, chosen(files));
    expect(record.report).toMatchObject({ mails: { added: 1 }, files: { added: 1 }, damaged: [] });
    expect((await store.library.findMail({ ...owner, id: '__proto__' }))?.text).toBe('Hello from __proto__');
  });

  it('anywhere never crashes, hangs, or brings in a word that was not there', async () => {
    const whole = new Uint8Array(await archive.arrayBuffer());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        async (flips) => {
          const changed = whole.slice();
          for (const [at, mask] of flips) changed[at]! ^= mask;
          store.close();
          freshDatabases();
          store = await openStore();
          expect(await codeOf(importInto(store, chosen([new File([changed], 'x.zip')])))).toMatch(
            /^(?:taken|zip-|archive-)/,
          );
          for (const { id } of await store.library.listMails()) {
            expect(ids).toContain(id);
            expect((await store.library.findMail({ ...owner, id }))?.text).toBe(`Words of ${id}`);
            const file = await store.exportReader.openAsset(owner, `img/${id}.gif`);
            if (file) expect(await file.blob().bytes()).toEqual(aGif(`img/${id}.gif`));
          }
        },
      ),
      { numRuns: cases(120) },
    );
  });
});

describe('Chosen files', () => {
  const unpack = async (root: string) =>
    [...(await readFiles(archive))].map(([path, bytes]) => ({
      path: `${root}${path}`,
      file: new File([bytes], path.split('/').at(-1) ?? ''),
    }));

  it('may be an unpacked folder, with what file managers leave in it', async () => {
    const litter = { path: 'backup/.DS_Store', file: new File(['x'], '.DS_Store') };
    const { plan, record } = await importInto(store, [...(await unpack('backup/')), litter]);
    expect(plan.names).toEqual(['backup']);
    expect(record.report).toMatchObject({ mails: { added: 3 }, files: { added: 3 }, damaged: [] });
  });

  it('may be a folder of folders, each a backup of its own', async () => {
    const { backups } = await recognise([...(await unpack('all/one/')), ...(await unpack('all/two/'))]);
    expect(backups.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('may be a ZIP of folders, each a backup of its own', async () => {
    const files = [...(await unpack('all/one/')), ...(await unpack('all/two/'))];
    const entries = files.map(async ({ path, file }) => ({
      name: path,
      data: await file.bytes(),
      method: 8,
    }));
    const zip = new File([craftZip(await Promise.all(entries))], 'all.zip');
    const { backups } = await recognise(chosen([zip]));
    expect(backups.map(({ name }) => name)).toEqual(['all.zip/all/one', 'all.zip/all/two']);
  });

  it('may be a ZIP that was unpacked and packed again by macOS', async () => {
    const files = [...(await readFiles(archive))];
    const repacked = craftZip([
      ...files.map(([path, data]) => ({
        name: `backup/${path.normalize('NFD')}`,
        data,
        method: 8,
        isStreamed: true,
        flags: 0,
      })),
      { name: '__MACOSX/backup/._index.html', data: 'x' },
    ]);
    const { record } = await importInto(store, chosen([new File([repacked], 'backup.zip')]));
    expect(record.report).toMatchObject({ mails: { added: 3 }, files: { added: 3 }, damaged: [] });
  });

  it('may be some volumes of a set, and the plan names those that are missing', async () => {
    const from = store;
    const many = Array.from({ length: 20 }, (_, at) => `m${at}`);
    await from.backup.putMails(
      owner,
      many.map((id) => aMail({ id, assets: [anAssetRef(`img/${id}`, { mailId: id })] })),
    );
    await from.backup.putAssets(
      owner,
      many.map((id) => aSavedGif(`img/${id}`, id, 20_000)),
    );
    const files = await exportStore(from, 420_000);
    expect(files.length).toBeGreaterThan(2);
    from.close();
    freshDatabases();
    store = await openStore();
    const first = await importInto(store, chosen(files.slice(1)), { id: 'a' });
    expect(first.plan.missingVolumes).toEqual([1]);
    const second = await importInto(store, chosen(files.slice(0, 1)), { id: 'b' });
    expect(first.record.report.mails.added + second.record.report.mails.added).toBe(20);
    expect((await store.backup.counts(owner)).assetsSaved).toBe(20);
  });

  it('that vanish while they are read stop the import with a sentence', async () => {
    const file = new File([await archive.arrayBuffer()], 'x.zip');
    const slice = file.slice.bind(file);
    let reads = 0;
    file.slice = (...range) => {
      reads += 1;
      const blob = slice(...range);
      // The directory is read, then the stick is pulled out.
      if (reads > 2) blob.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
      return blob;
    };
    const importing = importInto(store, chosen([file]));
    expect(await codeOf(importing)).toBe('file-unreadable');
  });

  it('that vanish while the plan is made are said to be gone, not damaged', async () => {
    const files = await unpack('backup/');
    const list = files.find(({ path }) => path.endsWith(dataPath))!.file;
    list.slice = () => {
      const blob = new Blob();
      blob.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
      return blob;
    };
    const recognised = await recognise(files);
    const planning = planImport(recognised, store.imports, () => undefined, new AbortController().signal);
    expect(await codeOf(planning)).toBe('file-unreadable');
  });
});
