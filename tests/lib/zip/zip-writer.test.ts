import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { packTexts } from '../../../lib/browser/export/pack-texts.ts';
import { zonedTime } from '../../../lib/mail/zoned-time.ts';
import { readDirectory } from '../../../lib/zip/read-directory.ts';
import { blobFile } from '../../../lib/zip/stored-file.ts';
import type { ZipFile } from '../../../lib/zip/zip-file.ts';
import { createZipWriter } from '../../../lib/zip/zip-writer.ts';
import { setZone } from '../../support/zones.ts';
import { readZipTexts, withFile, askedOracles } from '../../support/zip-oracles.ts';

afterEach(() => setZone(undefined));

const time = zonedTime('2020-01-02T12:03:04Z', 540);
const encoder = new TextEncoder();

function aText(path: string, words: string): ZipFile {
  return { kind: 'data', path, time, bytes: encoder.encode(words) };
}

function anAsset(path: string, words: string): ZipFile {
  const bytes = encoder.encode(words);
  return { kind: 'asset', path, time, file: blobFile(new Blob([bytes])), crc32: crc32(bytes) };
}

async function zipOf(entries: Iterable<ZipFile>): Promise<Blob> {
  const writer = createZipWriter(packTexts);
  for (const entry of entries) await writer.add(entry);
  return writer.finish();
}

const mixture = (): ZipFile[] => [
  aText('mails/장원영_1/2020-01-02_m1.html', '<p>안녕</p>'.repeat(400)),
  anAsset('media/장원영_1/20200102/ㅎ.jpg', 'not really a picture'),
  aText('mails/JANG_2/2020-01-02_b1-20.html', ''),
  anAsset('media/JANG_2/20200102/empty.jpg', ''),
  aText('data/manifest.json', '{}'),
];

function* everyEntryOfMany(): Generator<ZipFile> {
  for (let index = 0; index < 70_000; index += 1) yield anAsset(`media/${index}.jpg`, 'x');
  yield aText('data/manifest.json', '{}');
}

describe('The ZIP writer', () => {
  // One piece, which every program reads faster than the thousands it was made of.
  const manyEntries = zipOf(everyEntryOfMany()).then(async (zip) => new Blob([await zip.arrayBuffer()]));

  for (const oracle of askedOracles) {
    it(`writes what ${oracle.name} accepts`, async () => {
      expect(await oracle.complaint(await zipOf(mixture()))).toBeUndefined();
    });

    it(`writes more than 70,000 entries that ${oracle.name} accepts, and finds every one of`, () =>
      manyEntries.then((zip) =>
        withFile(zip, (file) => {
          expect(oracle.complaintOf(file)).toBeUndefined();
          expect(new Set(oracle.namesIn(file)).size).toBe(70_001);
        }),
      ));
  }

  it('keeps every entry, text and received bytes alike', async () => {
    expect(await readZipTexts(await zipOf(mixture()))).toEqual({
      'mails/장원영_1/2020-01-02_m1.html': '<p>안녕</p>'.repeat(400),
      'media/장원영_1/20200102/ㅎ.jpg': 'not really a picture',
      'mails/JANG_2/2020-01-02_b1-20.html': '',
      'media/JANG_2/20200102/empty.jpg': '',
      'data/manifest.json': '{}',
    });
  });

  it('compresses text and stores received files', async () => {
    const found = await readDirectory(await zipOf(mixture()));
    const methods = Object.fromEntries(found.map(({ path, method }) => [path, method]));
    expect(methods['mails/장원영_1/2020-01-02_m1.html']).toBe(8);
    expect(methods['media/장원영_1/20200102/ㅎ.jpg']).toBe(0);
  });

  it('closes a pack by its size and goes on', async () => {
    const large = 'abcdefgh'.repeat(700_000);
    const texts = await readZipTexts(
      await zipOf([aText('a.txt', large), anAsset('b.jpg', 'b'), aText('c.txt', 'c')]),
    );
    expect(Object.keys(texts)).toEqual(['a.txt', 'b.jpg', 'c.txt']);
    expect(texts['a.txt']).toHaveLength(5_600_000);
  });

  it('refuses two entries that are one file on Windows', async () => {
    await expect(zipOf([anAsset('media/A.jpg', 'a'), anAsset('media/a.jpg', 'b')])).rejects.toMatchObject({
      code: 'export-failed',
    });
  });

  it('writes the same bytes in any time zone', async () => {
    const digests: string[] = [];
    for (const zone of ['UTC', 'Asia/Seoul', 'America/St_Johns']) {
      setZone(zone);
      const file = await zipOf([
        { ...aText('a.txt', 'words'), time: zonedTime('2020-03-29T00:59:58Z', 540) },
        { ...anAsset('b.jpg', 'x'), time: zonedTime('2020-03-29T00:59:58Z', 540) },
      ]);
      digests.push(
        createHash('sha256')
          .update(await file.bytes())
          .digest('hex'),
      );
    }
    expect(new Set(digests).size).toBe(1);
  });
});
