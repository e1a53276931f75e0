import { describe, expect, it } from 'vitest';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { countKinds, joinMedia, mediaKeyText } from '../../../lib/mail/media.ts';
import type { MediaFile } from '../../../lib/mail/media.ts';

function aRow(id: string, receivedAt = '2021-04-28T12:00:00Z', account = 'a1'): MailRow {
  return {
    service: 'letters',
    account,
    id,
    kind: 'mail',
    from: { id: '1', name: 'Sky' },
    subject: `Subject of ${id}`,
    preview: '',
    receivedAt,
    pictureCount: 0,
    isStarred: false,
    isUnread: false,
    isWithdrawn: false,
  };
}

function aFile(
  key: string,
  mailId: string,
  kind: MediaFile['ref']['kind'] = 'image',
  account = 'a1',
): MediaFile {
  const url = `https://img.letters.test/${key}`;
  return { service: 'letters', account, state: 'saved', ref: { key, url, kind, role: 'body', mailId } };
}

const atOnce = () => Promise.resolve();
const names = async (files: MediaFile[], rows: MailRow[]) =>
  (await joinMedia(files, rows, atOnce)).map(({ file, row }) => `${row.account} ${row.id} ${file.ref.key}`);

describe('the files of all mails', () => {
  it('stand in the order of the mails, and in a mail by their numbers', async () => {
    const files = [aFile('p10.jpg', 'm1'), aFile('x.jpg', 'm2'), aFile('p2.jpg', 'm1')];
    expect(await names(files, [aRow('m2'), aRow('m1')])).toEqual([
      'a1 m2 x.jpg',
      'a1 m1 p2.jpg',
      'a1 m1 p10.jpg',
    ]);
  });

  it('leave out a file whose mail is gone', async () => {
    expect(await names([aFile('a.jpg', 'm9')], [aRow('m1')])).toEqual([]);
  });

  it('never mix two accounts in which a mail has one id', async () => {
    const files = [aFile('a.jpg', 'm1'), aFile('a.jpg', 'm1', 'image', 'b2')];
    const rows = [aRow('m1', undefined, 'b2'), aRow('m1')];
    expect(await names(files, rows)).toEqual(['b2 m1 a.jpg', 'a1 m1 a.jpg']);
    expect(new Set(files.map(mediaKeyText)).size).toBe(2);
  });

  it('are counted by kind', async () => {
    const files = [aFile('a', 'm1', 'video'), aFile('b', 'm1'), aFile('c', 'm1', 'audio'), aFile('d', 'm1')];
    expect(countKinds(await joinMedia(files, [aRow('m1')], atOnce))).toEqual({
      image: 2,
      video: 1,
      audio: 1,
    });
  });

  it('yield to the page, and stop when they are no longer wanted', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => aRow(`m${at}`));
    let turns = 0;
    const rest = () => {
      turns += 1;
      return turns === 3 ? Promise.reject(new Error('not wanted')) : Promise.resolve();
    };
    await expect(joinMedia([], rows, rest)).rejects.toThrow('not wanted');
    expect(turns).toBe(3);
  });
});
