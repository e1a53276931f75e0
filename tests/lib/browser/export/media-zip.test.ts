import { describe, expect, it } from 'vitest';
import { blobFile } from '../../../../lib/zip/stored-file.ts';
import { readDirectory } from '../../../../lib/zip/read-directory.ts';
import { packMedia } from '../../../../lib/browser/export/media-zip.ts';
import { crc32 } from '../../../../lib/mail/crc32.ts';
import type { MediaItem } from '../../../../lib/mail/media.ts';

const never = new AbortController().signal;
const bytesOf = (key: string) => new TextEncoder().encode(`bytes of ${key}`);

function anItem(
  key: string,
  change: { account?: string; state?: 'saved' | 'gone'; name?: string } = {},
): MediaItem {
  const { account = 'a1', state = 'saved', name = 'Sky' } = change;
  const owner = { service: 'letters', account };
  const ref = {
    key,
    url: `https://img.letters.test/${key}`,
    kind: 'image',
    role: 'body',
    mailId: 'm1',
  } as const;
  return {
    file: { ...owner, ref, state, contentType: 'image/jpeg', crc32: crc32(bytesOf(key)) },
    row: {
      ...owner,
      id: 'm1',
      kind: 'mail',
      from: { id: '7', name },
      subject: '',
      preview: '',
      receivedAt: '2021-04-28T16:00:00Z',
      pictureCount: 1,
      isStarred: false,
      isUnread: false,
      isWithdrawn: false,
    },
  };
}

const openFile = (_: unknown, key: string) =>
  Promise.resolve(key === 'lost.jpg' ? undefined : blobFile(new Blob([bytesOf(key)])));

async function pack(items: MediaItem[]) {
  const steps: number[] = [];
  const parts = { openFile, utcOffsetMinutes: 540 };
  const { zip, saved, missing } = await packMedia(items, parts, (done) => steps.push(done), never);
  const entries = await readDirectory(zip);
  const text = await zip.text();
  return { saved, missing, steps, paths: entries.map(({ path }) => path), text };
}

describe('a ZIP of chosen files', () => {
  it('holds them under the names they have in an archive, dated in the service’s zone', async () => {
    const { paths, text, saved, steps } = await pack([anItem('x/a.png'), anItem('x/b.jpg')]);
    expect(paths).toEqual(['media/Sky_7/20210429/a.jpg', 'media/Sky_7/20210429/b.jpg']);
    expect(text).toContain('bytes of x/a.png');
    expect({ saved, steps }).toEqual({ saved: 2, steps: [1, 2] });
  });

  it('counts files that are not saved, and packs the rest', async () => {
    const packed = await pack([anItem('a.jpg', { state: 'gone' }), anItem('lost.jpg'), anItem('c.jpg')]);
    expect(packed).toMatchObject({ saved: 1, missing: 2, paths: ['media/Sky_7/20210429/c.jpg'] });
  });

  it('keeps two mailboxes, and two files of one name, apart', async () => {
    const { paths } = await pack([
      anItem('1/a.jpg'),
      anItem('2/a.jpg'),
      anItem('1/a.jpg', { account: 'b2' }),
    ]);
    expect(paths).toEqual([
      'media/letters-a1/Sky_7/20210429/a.jpg',
      'media/letters-a1/Sky_7/20210429/a~2.jpg',
      'media/letters-b2/Sky_7/20210429/a.jpg',
    ]);
  });

  it('stops when aborted', async () => {
    const leaving = new AbortController();
    const parts = { openFile, utcOffsetMinutes: 540 };
    const packing = packMedia(
      [anItem('a.jpg'), anItem('b.jpg')],
      parts,
      () => leaving.abort(new Error('enough')),
      leaving.signal,
    );
    await expect(packing).rejects.toThrow('enough');
  });

  it('adds a file up whose sum is not known, without holding it whole', async () => {
    const item = anItem('film');
    delete item.file.crc32;
    const blob = new Blob([bytesOf('film')]);
    const refuse = () => Promise.reject(new Error('The file is read whole.'));
    Object.assign(blob, { bytes: refuse, arrayBuffer: refuse });
    const openFile = () => Promise.resolve(blobFile(blob));
    const { zip } = await packMedia([item], { openFile, utcOffsetMinutes: 540 }, () => undefined, never);
    expect((await readDirectory(zip)).map((entry) => entry.crc32)).toEqual([crc32(bytesOf('film'))]);
  });
});
