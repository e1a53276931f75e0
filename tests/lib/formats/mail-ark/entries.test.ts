import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArchiveLibrary } from '../../../../lib/formats/mail-ark/archive-library.ts';
import { dataLine, readDataFile, type DataChunk } from '../../../../lib/formats/mail-ark/data-files.ts';
import { archiveEntries } from '../../../../lib/formats/mail-ark/entries.ts';
import type { Manifest } from '../../../../lib/formats/mail-ark/manifest.ts';
import type { ArchiveContent } from '../../../../lib/formats/content.ts';
import { blobFile } from '../../../../lib/zip/stored-file.ts';
import {
  alreadyClean,
  anArchiveMail,
  aSavedAsset,
  joinArchives,
  memoryArchive,
} from '../../../support/memory-archive.ts';

const never = new AbortController().signal;

async function filesOf(content: ArchiveContent): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const plan = {
    content,
    sanitize: alreadyClean,
    viewer: { script: 'start("</script><!--")' },
    scope: { kind: 'whole' as const },
  };
  for await (const entry of archiveEntries(plan, never)) {
    const bytes = entry.kind === 'asset' ? await entry.file.blob().bytes() : entry.bytes;
    expect(files.has(entry.path)).toBe(false);
    files.set(entry.path, Buffer.from(bytes).toString(entry.kind === 'asset' ? 'latin1' : 'utf8'));
  }
  return files;
}

const chunksOf = (files: Map<string, string>): DataChunk[] =>
  [...files]
    .filter(([path]) => path.startsWith('data/') && path.endsWith('.js'))
    .flatMap(([, text]) => readDataFile(text) as DataChunk[]);

const twoYears = () =>
  memoryArchive([
    anArchiveMail(
      { id: 'm1', receivedAt: '2019-12-31T14:59:59Z', isStarred: true },
      {
        htmlBody: '<p>hello</p><img data-asset="img.example.test/one.jpg" alt="">',
        assets: [aSavedAsset('m1', 'one.jpg')],
      },
    ),
    anArchiveMail(
      { id: 'm2', receivedAt: '2019-12-31T15:00:00Z', from: { id: '2', name: 'JO YU RI' } },
      { text: 'a < b' },
    ),
  ]);

describe('The files of an archive', () => {
  it('are the pages, the media, the data of each year, and what explains them', async () => {
    expect([...(await filesOf(twoYears())).keys()]).toEqual([
      'media/장원영_1/20191231/one.jpg',
      'mails/장원영_1/2019-12-31_m1.html',
      'mails/JO YU RI_2/2020-01-01_m2.html',
      'data/mails-2019.js',
      'data/mails-2020.js',
      'data/meta.js',
      'README.txt',
      'index.html',
      'data/manifest.json',
    ]);
  });

  it('are all listed in the manifest with size and hash', async () => {
    const files = await filesOf(twoYears());
    const manifest = JSON.parse(files.get('data/manifest.json') ?? '') as Manifest;
    files.delete('data/manifest.json');
    expect(manifest.files.map(({ path }) => path).sort()).toEqual([...files.keys()].sort());
    for (const { path, sizeBytes, sha256 } of manifest.files) {
      const bytes = Buffer.from(files.get(path) ?? '', path.startsWith('media/') ? 'latin1' : 'utf8');
      expect([path, bytes.length]).toEqual([path, sizeBytes]);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    expect(manifest.counts).toEqual({ mails: 2, assets: 1, missingAssets: 0 });
    const lines = manifest.files.map((file) => `${file.path} ${file.sizeBytes} ${file.sha256}\n`).sort();
    expect(manifest.digest).toBe(createHash('sha256').update(lines.join('')).digest('hex'));
  });

  it('hold every field of a mail and the record as received', async () => {
    const mail = anArchiveMail(
      { id: 'm1', subject: '</script>', isWithdrawn: true },
      {
        htmlBody: '<p>as <b>received</b></p>\r\n',
        raw: '{"__proto__":{"x":1},"t":"it\'s \\u2028"}',
        assets: [aSavedAsset('m1', 'a.png')],
      },
    );
    const [chunk] = chunksOf(await filesOf(memoryArchive([mail])));
    expect(chunk).toEqual({
      format: 1,
      kind: 'mails',
      owner: { service: 'izone', account: 'ab12cd' },
      mails: [
        {
          row: mail.row,
          content: mail.content,
          assets: [{ ...mail.assets[0], path: 'media/장원영_1/20200102/a.jpg' }],
          page: 'mails/장원영_1/2020-01-02_m1.html',
        },
      ],
    });
  });

  it('say which mails have a star and which were withdrawn', async () => {
    const chunks = chunksOf(
      await filesOf(
        memoryArchive([
          anArchiveMail({ id: 'm1', isStarred: true }),
          anArchiveMail({ id: 'm2', isWithdrawn: true }),
        ]),
      ),
    );
    expect(chunks.find(({ kind }) => kind === 'meta')).toMatchObject({
      accounts: [{ starred: ['m1'], withdrawn: ['m2'], senders: [{ id: '1', name: '장원영' }] }],
    });
  });

  it('hold a picture once that two mails show', async () => {
    const files = await filesOf(
      memoryArchive([
        anArchiveMail({ id: 'm1' }, { assets: [aSavedAsset('m1', 'one.jpg')] }),
        anArchiveMail({ id: 'm2' }, { assets: [aSavedAsset('m2', 'one.jpg')] }),
      ]),
    );
    expect([...files.keys()].filter((path) => path.startsWith('media/'))).toHaveLength(1);
  });

  it('keep a letter whose photo is gone', async () => {
    const lost = { ...aSavedAsset('m1', 'one.jpg'), state: 'gone' as const, reason: 'not-found' };
    const files = await filesOf(memoryArchive([anArchiveMail({ id: 'm1' }, { assets: [lost] })]));
    expect(files.get('mails/장원영_1/2020-01-02_m1.html')).toContain('This file was not saved.');
    expect(JSON.parse(files.get('data/manifest.json') ?? '')).toMatchObject({
      counts: { assets: 0, missingAssets: 1 },
    });
  });

  it('leave out a picture whose bytes are not of the noted length, and say so', async () => {
    const content: ArchiveContent = {
      ...memoryArchive([anArchiveMail({ id: 'm1' }, { assets: [aSavedAsset('m1', 'one.jpg')] })]),
      openAsset: () => Promise.resolve(blobFile(new Blob(['short']))),
    };
    const [chunk] = chunksOf(await filesOf(content));
    expect(chunk).toMatchObject({ mails: [{ assets: [{ state: 'damaged', reason: 'storage-broken' }] }] });
  });

  it('keep the picture that only an earlier version of a mail showed', async () => {
    const before = anArchiveMail({ id: 'm1' }, { text: 'before', assets: [aSavedAsset('m1', 'old.jpg')] });
    const after = anArchiveMail({ id: 'm1' }, { text: 'after' });
    const { row, content } = before;
    const mail = {
      ...after,
      assets: before.assets,
      versions: [{ replacedAt: '2020-02-01T00:00:00Z', row, content }],
    };
    const files = await filesOf(memoryArchive([mail]));
    expect(files.has('media/장원영_1/20200102/old.jpg')).toBe(true);
    expect(files.get('mails/장원영_1/2020-01-02_m1.html')).not.toContain('old.jpg');
    const chunks = chunksOf(files);
    expect(chunks.find(({ kind }) => kind === 'meta')).toMatchObject({
      accounts: [{ versions: [{ replacedAt: '2020-02-01T00:00:00Z', content: { text: 'before' } }] }],
    });
    const library = createArchiveLibrary(chunks, 'file:///archive/');
    expect(await library.listAssets(row)).toEqual([]);
    expect((await library.openAsset(row, 'img.example.test/old.jpg'))?.sizeBytes).toBe(300);
  });

  it('keep two accounts apart', async () => {
    const other = memoryArchive([anArchiveMail({ id: 'm1', account: 'zz' })], { account: 'zz' });
    const files = await filesOf(joinArchives(memoryArchive([anArchiveMail({ id: 'm1' })]), other));
    expect([...files.keys()].slice(0, 4)).toEqual([
      'mails/izone-ab12cd/장원영_1/2020-01-02_m1.html',
      'data/mails-2020.js',
      'mails/izone-zz/장원영_1/2020-01-02_m1.html',
      'data/mails-2020~2.js',
    ]);
  });

  it('are the same every time', async () => {
    expect(await filesOf(twoYears())).toEqual(await filesOf(twoYears()));
  });
});

describe('The page of a mail', () => {
  it('says which language it is in', async () => {
    const pageOf = async (text: string): Promise<string> =>
      (await filesOf(memoryArchive([anArchiveMail({ id: 'm1' }, { text })]))).get(
        'mails/장원영_1/2020-01-02_m1.html',
      ) ?? '';
    expect(await pageOf('안녕')).toContain('<html lang="ko">');
    expect(await pageOf('宮脇です')).toContain('<html lang="ja">');
    expect(await pageOf('hello')).toContain('<html lang="en">');
  });

  it('shows the body with its pictures by relative links, under a policy of its own', async () => {
    const page = (await filesOf(twoYears())).get('mails/장원영_1/2019-12-31_m1.html') ?? '';
    expect(page).toContain(
      '<p>hello</p><img src="../../media/%EC%9E%A5%EC%9B%90%EC%98%81_1/20191231/one.jpg" alt="" loading="lazy">',
    );
    expect(page).toContain('<time datetime="2019-12-31T14:59:59Z">2019-12-31 23:59:59 +09:00</time>');
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-');
    expect(page).not.toMatch(/<script/i);
  });

  it('escapes plain text, subjects and names', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const files = await filesOf(
      memoryArchive([
        anArchiveMail({ id: 'm1', subject: evil, from: { id: '1', name: evil } }, { text: evil }),
      ]),
    );
    const [page = ''] = [...files].filter(([path]) => path.startsWith('mails/')).map(([, text]) => text);
    expect(page).not.toContain('<img');
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
  });
});

describe('The first page of an archive', () => {
  it('loads the data files and carries the viewer under its hash', async () => {
    const page = (await filesOf(twoYears())).get('index.html') ?? '';
    expect([...page.matchAll(/<script src="([^"]+)"/g)].map((found) => found[1])).toEqual([
      'data/meta.js',
      'data/mails-2019.js',
      'data/mails-2020.js',
    ]);
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((found) => found[1] ?? '');
    expect(scripts).toHaveLength(2);
    expect(scripts[1]).toBe('start("<\\/script><\\!--")');
    for (const script of scripts) {
      expect(page).toContain(`sha256-${createHash('sha256').update(script).digest('base64')}`);
    }
  });
});

describe('A data file', () => {
  it('reads back what was written, whatever the words are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), (text, raw) => {
        const chunk: DataChunk = {
          format: 1,
          kind: 'mails',
          owner: { service: 's', account: 'a' },
          mails: [{ ...anArchivedMail(), page: text, content: { ...anArchivedMail().content, raw } }],
        };
        expect(readDataFile(dataLine(chunk))).toEqual([JSON.parse(JSON.stringify(chunk))]);
      }),
    );
  });

  it('says the same to a browser that runs it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const chunk = { format: 1, kind: 'meta', accounts: [{ starred: [text] }] } as unknown as DataChunk;
        const seen: unknown[] = [];
        new Function('mailArk', dataLine(chunk))({ add: (added: unknown) => seen.push(added) });
        expect(seen).toEqual(readDataFile(dataLine(chunk)));
      }),
    );
  });

  it('refuses a line that is something else', () => {
    expect(() => readDataFile('alert(1);\n')).toThrow(SyntaxError);
  });
});

describe('The library of an unpacked archive', () => {
  it('shows what was packed', async () => {
    const library = createArchiveLibrary(chunksOf(await filesOf(twoYears())), 'file:///archive/');
    expect((await library.listMails()).map(({ id }) => id)).toEqual(['m2', 'm1']);
    const key = { service: 'izone', account: 'ab12cd', id: 'm1' };
    expect((await library.findMail(key))?.htmlBody).toContain('<p>hello</p>');
    expect(await library.openAsset(key, 'img.example.test/one.jpg')).toMatchObject({
      url: 'file:///archive/media/%EC%9E%A5%EC%9B%90%EC%98%81_1/20191231/one.jpg',
      sizeBytes: 300,
    });
    expect(await library.serviceNames()).toEqual({ izone: 'IZ*ONE Private Mail' });
    expect(await library.usage()).toEqual([
      { service: 'izone', account: 'ab12cd', mails: 2, assets: 1, sizeBytes: 300 },
    ]);
  });

  it('knows nothing of a mail or file that is not in it', async () => {
    const library = createArchiveLibrary([], 'file:///archive/');
    const key = { service: '__proto__', account: 'constructor', id: 'toString' };
    expect(await library.findMail(key)).toBeUndefined();
    expect(await library.listAssets(key)).toEqual([]);
    expect(await library.openAsset(key, 'x')).toBeUndefined();
  });
});

function anArchivedMail() {
  const { row, content } = anArchiveMail({ id: 'm1' });
  return { row, content, assets: [], page: 'mails/a.html' };
}
