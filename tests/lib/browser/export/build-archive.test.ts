import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildArchive } from '../../../../lib/browser/export/build-archive.ts';
import type { ArchiveContent } from '../../../../lib/formats/content.ts';
import {
  alreadyClean,
  anArchiveMail,
  aSavedAsset,
  joinArchives,
  memoryArchive,
} from '../../../support/memory-archive.ts';
import { readZipTexts, withFile, askedOracles } from '../../../support/zip-oracles.ts';

const never = new AbortController().signal;

function build(
  content: ArchiveContent,
  signal = never,
  onPacked: (done: number, total: number) => void = () => undefined,
) {
  const plan = {
    content,
    sanitize: alreadyClean,
    viewer: { script: 'start()' },
    scope: { kind: 'whole' as const },
  };
  return buildArchive(plan, '2026-11-23', onPacked, signal);
}

const zipOf = async (content: ArchiveContent): Promise<Blob> =>
  (await build(content)).files[0]?.blob ?? new Blob();

/** Names that file systems refuse, and mails of two years. */
const hostile = (): ArchiveContent =>
  memoryArchive(
    ['../../x', 'CON', '<img src=x>', '__proto__', '장원영', 'さくら🐣'].map((name, at) =>
      anArchiveMail(
        { id: `${name}${at}`, from: { id: name, name }, receivedAt: `20${19 + (at >> 1)}-01-02T00:00:00Z` },
        { text: name, assets: [aSavedAsset(`${name}${at}`, `${name.replaceAll('/', '')}.jpg`)] },
      ),
    ),
  );

describe('An archive', () => {
  for (const oracle of askedOracles) {
    it(`is a ZIP that ${oracle.name} accepts, whatever senders are called`, async () => {
      expect(await oracle.complaint(await zipOf(hostile()))).toBeUndefined();
    });

    it(`has names that ${oracle.name} reads exactly`, async () => {
      const zip = await zipOf(hostile());
      const names = await withFile(zip, oracle.namesIn);
      expect(names.toSorted()).toEqual(Object.keys(await readZipTexts(zip)).toSorted());
      for (const letters of ['장원영', 'さくら', '🐣']) expect(names.join()).toContain(letters);
    });
  }

  it('unpacks to names that every system accepts', async () => {
    const texts = await readZipTexts(await zipOf(hostile()));
    for (const path of Object.keys(texts)) {
      expect(path).toMatch(
        /^(?:[^/\\<>:"|?*.\p{Cc}][^/\\<>:"|?*\p{Cc}]*\/)*[^/\\<>:"|?*.\p{Cc}][^/\\<>:"|?*\p{Cc}]*$/u,
      );
    }
  });

  it('returns its file name, and the number of its mails and files', async () => {
    const { files, mails, assets } = await build(hostile());
    expect({ fileNames: files.map(({ fileName }) => fileName), mails, assets }).toEqual({
      fileNames: ['mail-ark-izone-ab12cd-2026-11-23.zip'],
      mails: 6,
      assets: 6,
    });
  });

  it('reports its progress, up to the total', async () => {
    const reports: [number, number][] = [];
    await build(
      memoryArchive([anArchiveMail({ id: 'm1' }), anArchiveMail({ id: 'm2' })]),
      never,
      (done, total) => reports.push([done, total]),
    );
    expect(reports).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
  });

  it('without mails is refused', async () => {
    await expect(build(memoryArchive([]))).rejects.toMatchObject({ code: 'nothing-to-export' });
  });

  it('leaves out an account without mails', async () => {
    const empty = memoryArchive([], { account: 'empty' });
    const { files } = await build(joinArchives(empty, memoryArchive([anArchiveMail({ id: 'm1' })])));
    expect(files[0]?.fileName).toBe('mail-ark-izone-ab12cd-2026-11-23.zip');
  });

  it('stops when cancelled', async () => {
    const cancelled = new AbortController();
    const building = build(hostile(), cancelled.signal, (done) => {
      if (done === 1) cancelled.abort(new Error('enough'));
    });
    await expect(building).rejects.toThrow('enough');
  });

  it('has the same bytes in any time zone, on any day', () => {
    const script = `
      import { buildArchive } from './lib/browser/export/build-archive.ts';
      import { anArchiveMail, aSavedAsset, alreadyClean, memoryArchive } from './tests/support/memory-archive.ts';
      const content = memoryArchive([
        anArchiveMail({ id: 'm1', receivedAt: '2019-12-31T15:30:00Z' }, { assets: [aSavedAsset('m1', 'a.jpg')] }),
        anArchiveMail({ id: 'm2', receivedAt: '2020-03-08T10:30:01Z' }, { htmlBody: '<p>안녕</p>' }),
      ]);
      const plan = { content, sanitize: alreadyClean, viewer: { script: 'start()' }, scope: { kind: 'whole' } };
      const { files } = await buildArchive(plan, process.argv[1], () => {}, new AbortController().signal);
      process.stdout.write(Buffer.from(await files[0].blob.arrayBuffer()));`;
    const digests = [
      ['UTC', '2026-11-23'],
      ['Asia/Seoul', '2026-11-24'],
      ['America/New_York', '2027-01-01'],
    ].map(([zone, day]) => {
      const run = spawnSync(
        process.execPath,
        ['--input-type=module-typescript', '-e', script, '--', day ?? ''],
        {
          env: { ...process.env, TZ: zone },
        },
      );
      expect(run.stderr.toString()).toBe('');
      return createHash('sha256').update(run.stdout).digest('hex');
    });
    expect(new Set(digests).size).toBe(1);
  });
});
