import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDataFile, parseManifest } from '../../../../lib/formats/mail-ark/read-archive.ts';
import type { ArchiveScope } from '../../../../lib/formats/mail-ark/manifest.ts';
import { buildArchive } from '../../../../lib/browser/export/build-archive.ts';
import { alreadyClean, anArchiveMail, aSavedAsset, memoryArchive } from '../../../support/memory-archive.ts';
import { readZipTexts, askedOracles } from '../../../support/zip-oracles.ts';

const never = new AbortController().signal;

/** Twelve mails with a picture each and a portrait they all show. */
const twelve = () =>
  memoryArchive(
    Array.from({ length: 12 }, (_, at) => {
      const id = `m${String(at).padStart(2, '0')}`;
      const portrait = aSavedAsset(id, 'portrait.jpg');
      return anArchiveMail(
        { id, receivedAt: `2020-01-${String(at + 1).padStart(2, '0')}T00:00:00Z` },
        { text: `words of ${id} `.repeat(200), assets: [aSavedAsset(id, `${id}.jpg`), portrait] },
      );
    }),
  );

const build = async (volumeBytes?: number, scope: ArchiveScope = { kind: 'whole' }) => {
  const plan = {
    content: twelve(),
    sanitize: alreadyClean,
    viewer: { script: 'start()' },
    scope,
    ...(volumeBytes === undefined ? {} : { volumeBytes }),
  };
  return buildArchive(plan, '2026-11-23', () => undefined, never);
};

/** What closes a ZIP is reckoned with 256 KiB, so this leaves room for a few of the mails. */
const fewMails = 256 * 1024 + 60_000;

const sha256Of = async (zip: Blob) =>
  createHash('sha256')
    .update(await zip.bytes())
    .digest('hex');

describe('An archive in volumes', () => {
  it('has several ZIPs, none larger than asked for, each saying which it is', async () => {
    const { files } = await build(fewMails);
    expect(files.length).toBeGreaterThan(2);
    const count = files.length;
    expect(files.map(({ fileName }) => fileName)).toEqual(
      files.map((_, at) => `mail-ark-izone-ab12cd-2026-11-23-${at + 1}of${count}.zip`),
    );
    for (const { blob } of files) expect(blob.size).toBeLessThanOrEqual(fewMails);
  });

  for (const oracle of askedOracles) {
    it(`is made of ZIPs that ${oracle.name} takes`, async () => {
      const { files } = await build(fewMails);
      for (const file of [files.at(0), files.at(-1)]) {
        expect(await oracle.complaint(file?.blob ?? new Blob())).toBeUndefined();
      }
    });
  }

  it('can be read volume by volume, and together holds every mail once', async () => {
    const { files, mails } = await build(fewMails);
    expect(mails).toBe(12);
    const ids: string[] = [];
    const sets = new Set<string | undefined>();
    for (const [at, { blob }] of files.entries()) {
      const texts = await readZipTexts(blob);
      const manifest = parseManifest(texts['data/manifest.json'] ?? '');
      expect(manifest.volume).toMatchObject({ number: at + 1, count: files.length });
      sets.add(manifest.volume?.set);
      expect(manifest.files.map(({ path }) => path).sort()).toEqual(
        Object.keys(texts)
          .filter((path) => path !== 'data/manifest.json')
          .sort(),
      );
      const chunks = Object.entries(texts)
        .filter(([path]) => /^data\/.*\.js$/.test(path))
        .flatMap(([, text]) => parseDataFile(text));
      for (const chunk of chunks) {
        if (chunk.kind !== 'mails') continue;
        for (const { row, assets, page } of chunk.mails) {
          ids.push(row.id);
          expect(texts).toHaveProperty([page]);
          // Also the portrait that mails of other volumes show.
          for (const { path } of assets) expect(texts).toHaveProperty([path ?? '']);
        }
      }
      expect(texts['README.txt']).toContain(`This is ZIP ${at + 1} of ${files.length}.`);
      expect(texts['index.html']).toContain(`This is ZIP ${at + 1} of ${files.length}.`);
    }
    expect(ids.sort()).toEqual(Array.from({ length: 12 }, (_, at) => `m${String(at).padStart(2, '0')}`));
    expect(sets.size).toBe(1);
  });

  it('has the same bytes every time', async () => {
    const twice = [await build(fewMails), await build(fewMails)];
    const [first, second] = await Promise.all(
      twice.map(({ files }) => Promise.all(files.map(({ blob }) => sha256Of(blob)))),
    );
    expect(first).toEqual(second);
  });

  it('gives a mail that is larger than a volume a ZIP of its own', async () => {
    const { files } = await build(1);
    expect(files).toHaveLength(12);
  });

  it('that all fits into one is an archive like any other', async () => {
    const [[inOne], [whole]] = [(await build(2 ** 31)).files, (await build()).files];
    expect(inOne?.fileName).toBe('mail-ark-izone-ab12cd-2026-11-23.zip');
    expect(await sha256Of(inOne?.blob ?? new Blob())).toBe(await sha256Of(whole?.blob ?? new Blob()));
  });
});

describe('A part of what is stored', () => {
  it('says so in name, manifest, README and page', async () => {
    const scope: ArchiveScope = {
      kind: 'filtered',
      choice: { senders: [{ service: 'izone', id: '1', name: '<장원영>' }], isStarred: true, isNew: true },
      isWithoutFiles: true,
    };
    const { files, assets } = await build(undefined, scope);
    expect(files[0]?.fileName).toBe('mail-ark-izone-ab12cd-filtered-2026-11-23.zip');
    expect(assets).toBe(0);
    const texts = await readZipTexts(files[0]?.blob ?? new Blob());
    const manifest = parseManifest(texts['data/manifest.json'] ?? '');
    expect(manifest.scope).toEqual(scope);
    expect(manifest.counts).toEqual({ mails: 12, assets: 0, missingAssets: 13 });
    const sentence =
      'This archive holds a part of what was saved: <장원영>; mails with a star; what no earlier ZIP held; ' +
      'words without pictures and other files.';
    expect(texts['README.txt']).toContain(sentence);
    expect(texts['index.html']).toContain(sentence.replace('<', '&#60;').replace('>', '&#62;'));
    expect(texts['index.html']).toContain('별표한 메일');
    expect(Object.keys(texts).some((path) => path.startsWith('media/'))).toBe(false);
  });
});
