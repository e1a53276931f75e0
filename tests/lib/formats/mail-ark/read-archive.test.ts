import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzip } from 'unzipit';
import { describe, expect, it } from 'vitest';
import { dataLine, type DataChunk } from '../../../../lib/formats/mail-ark/data-files.ts';
import { archiveEntries } from '../../../../lib/formats/mail-ark/entries.ts';
import { sha256Hex } from '../../../../lib/formats/mail-ark/manifest.ts';
import { parseDataFile, parseManifest } from '../../../../lib/formats/mail-ark/read-archive.ts';
import { alreadyClean, anArchiveMail, aSavedAsset, memoryArchive } from '../../../support/memory-archive.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/archive');

const archiveTexts = async (volumeBytes?: number): Promise<{ manifests: string[]; data: string[] }> => {
  const texts = { manifests: [] as string[], data: [] as string[] };
  const assets = [
    aSavedAsset('m1', 'a.jpg'),
    { ...aSavedAsset('m1', 'b.jpg'), state: 'gone', reason: 'not-found' } as const,
  ];
  const first = anArchiveMail({ id: 'm1' }, { assets });
  const { row, content } = first;
  const mails = [
    { ...first, version: 'v1', versions: [{ replacedAt: '2020-02-01T00:00:00Z', row, content }] },
    anArchiveMail({ id: 'm2', group: { id: 'g', name: 'Group' } }, { htmlBody: '<p>x</p>' }),
  ];
  const plan = {
    content: memoryArchive(mails),
    sanitize: alreadyClean,
    viewer: { script: '' },
    scope: { kind: 'whole' as const },
    ...(volumeBytes === undefined ? {} : { volumeBytes }),
  };
  for await (const entry of archiveEntries(plan, new AbortController().signal)) {
    if (entry.kind === 'asset' || !entry.path.startsWith('data/')) continue;
    const text = new TextDecoder().decode(entry.bytes);
    (entry.path === 'data/manifest.json' ? texts.manifests : texts.data).push(text);
  }
  return texts;
};

const codeOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('The choice of a name in an archive', () => {
  const read = (marks: object) => {
    const [chunk] = parseDataFile(
      `mailArk.add(JSON.parse('${JSON.stringify({ format: 1, kind: 'meta', accounts: [], marks })}'));\n`,
    );
    return chunk?.kind === 'meta' ? chunk.marks.name : undefined;
  };
  const others = { tags: [], mails: [], searches: [] };

  it('is read as it was made', () => {
    const name = { mode: 'own', written: ['Sky'], own: 'Mina' };
    expect(read({ ...others, name })).toEqual(name);
    expect(read(others)).toBeUndefined();
  });

  it('is made of those for single senders in an older archive', () => {
    const nickname = { service: 'izone', account: 'a1', senderId: '1', written: 'Sky', shown: '○○' };
    expect(read({ ...others, nicknames: [nickname] })).toEqual({ mode: 'hidden', written: ['Sky'], own: '' });
    expect(read({ ...others, nicknames: [] })).toBeUndefined();
  });
});

describe('What an archive says of itself', () => {
  it('is understood as it was meant', async () => {
    for (const volumeBytes of [undefined, 1]) {
      const { manifests, data } = await archiveTexts(volumeBytes);
      for (const text of manifests) expect(parseManifest(text)).toEqual(JSON.parse(text));
      const mails = data
        .flatMap(parseDataFile)
        .flatMap((chunk) => (chunk.kind === 'mails' ? chunk.mails.map(({ row }) => row.id) : []));
      expect(mails).toEqual(['m1', 'm2']);
    }
  });

  it('is refused when a member is missing, wrong, or one too many', async () => {
    const { manifests, data } = await archiveTexts();
    const manifest = manifests[0] ?? '';
    const changes: [string, string][] = [
      ['"generator": "Mail Ark"', '"generator": "Somebody"'],
      ['"mails": 2', '"mails": -2'],
      ['"mails": 2,', ''],
      ['"kind": "whole"', '"kind": "whole", "__proto__": {}'],
      ['"kind": "whole"', '"kind": "whole", "constructor": 1'],
      ['{"path":"README.txt"', '{"path":"../README.txt"'],
      ['"path":"README.txt"', '"path":"README.txt","extra":1'],
      ['"path":"README.txt"', '"path":"README2.txt"'],
      ['}', ''],
    ];
    for (const [from, to] of changes) {
      const changed = manifest.replace(from, to);
      expect(changed).not.toBe(manifest);
      expect([to, codeOf(() => parseManifest(changed))]).toEqual([to, 'archive-broken']);
    }
    const line = data.find((text) => text.includes('"kind":"mails"')) ?? '';
    for (const [from, to] of [
      ['"isStarred":false', '"isStarred":"no"'],
      ['"isStarred":false', '"isStarred":false,"__proto__":{"isStarred":true}'],
      ['"page":"mails/', '"page":"/mails/'],
      ['mailArk.add', 'alert'],
    ] as const) {
      const changed = line.replace(from, to);
      expect(changed).not.toBe(line);
      expect([to, codeOf(() => parseDataFile(changed))]).toEqual([to, 'archive-broken']);
    }
  });

  it('of a later format is told apart from damage', async () => {
    const { manifests, data } = await archiveTexts();
    const later = (text: string) => text.replace(/"format": ?1/, '"format":2');
    expect(codeOf(() => parseManifest(later(manifests[0] ?? '')))).toBe('archive-newer');
    expect(codeOf(() => parseDataFile(later(data[0] ?? '')))).toBe('archive-newer');
  });

  it('never throws anything without a name, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
        expect(codeOf(() => parseManifest(text))).toBe('archive-broken');
        const line = dataLine(text as unknown as DataChunk);
        expect(codeOf(() => parseDataFile(line))).toBe('archive-broken');
      }),
    );
  });

  it('does not quote a mail when it is broken', () => {
    try {
      parseManifest('{"secret words');
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify([(error as Error).message, (error as Error).cause])).not.toContain('secret');
    }
  });
});

describe('An archive made by an earlier Mail Ark', () => {
  for (const name of readdirSync(fixtures).filter((each) => each.endsWith('.zip'))) {
    it(`can be read: ${name}`, async () => {
      const { entries } = await unzip(new Uint8Array(readFileSync(join(fixtures, name))));
      const manifest = parseManifest((await entries['data/manifest.json']?.text()) ?? '');
      expect(Object.keys(entries).sort()).toEqual(
        [...manifest.files.map(({ path }) => path), 'data/manifest.json'].sort(),
      );
      const chunks: DataChunk[] = [];
      for (const { path, sha256 } of manifest.files) {
        const bytes = new Uint8Array((await entries[path]?.arrayBuffer()) ?? new ArrayBuffer());
        expect([path, sha256Hex(bytes)]).toEqual([path, sha256]);
        if (/^data\/.*\.js$/.test(path)) chunks.push(...parseDataFile(new TextDecoder().decode(bytes)));
      }
      const mails = chunks.flatMap((chunk) => (chunk.kind === 'mails' ? chunk.mails : []));
      expect(mails.map(({ row }) => row.id)).toEqual(['m1', 'm2']);
      expect(mails[1]).toMatchObject({
        row: { isWithdrawn: true },
        content: { htmlBody: expect.stringContaining('안녕 💜') as unknown },
        assets: [
          { state: 'gone', reason: 'not-found' },
          { state: 'saved', path: 'media/장원영_1/20200308/old.jpg' },
        ],
      });
      const meta = chunks.flatMap((chunk) => (chunk.kind === 'meta' ? chunk.accounts : []))[0];
      expect(meta).toMatchObject({
        starred: ['m1'],
        withdrawn: ['m2'],
        versions: [{ content: { text: 'before' } }],
      });
    });
  }
});
