import { describe, expect, it } from 'vitest';
import type { ArchiveContent } from '../../../../lib/formats/content.ts';
import { buildLists } from '../../../../lib/browser/export/build-lists.ts';
import { noMarks } from '../../../../lib/mail/marks.ts';
import {
  alreadyClean,
  anArchiveMail,
  aSavedAsset,
  joinArchives,
  memoryArchive,
} from '../../../support/memory-archive.ts';
import { readZipTexts } from '../../../support/zip-oracles.ts';

const key = { service: 'izone', account: 'ab12cd' };

const content: ArchiveContent = {
  ...memoryArchive([
    anArchiveMail(
      { id: 'm1', receivedAt: '2019-12-31T15:30:04Z', from: { id: '2', name: '민주' }, isStarred: true },
      {
        text: 'x'.repeat(60),
        htmlBody:
          '<div class="a"><span title="t">hello</span>\n<br></div><img data-asset="img.example.test/a.jpg" alt=""><p></p>',
        assets: [
          aSavedAsset('m1', 'a.jpg'),
          aSavedAsset('m1', 'b.jpg'),
          { ...aSavedAsset('m1', 'c.jpg'), state: 'gone', reason: 'not-found' },
        ],
      },
    ),
    anArchiveMail(
      { id: '__proto__', receivedAt: '2020-03-01T00:00:00Z', from: { id: '2', name: '민주' } },
      { text: 'a < b\n\nsecond' },
    ),
  ]),
  marks: () =>
    Promise.resolve({
      ...noMarks,
      tags: [{ id: 't1', name: '겨울', color: 'blue' }],
      mails: [{ ...key, id: '__proto__', isUnread: true, tags: ['t1'], note: '' }],
    }),
};

async function build(of: ArchiveContent) {
  const plan = { content: of, sanitize: alreadyClean, isWithoutFiles: false, isPart: false };
  const built = await buildLists(plan, '2026-11-23', () => undefined, new AbortController().signal);
  return { ...built, texts: await readZipTexts(built.files[0]?.blob ?? new Blob()) };
}

describe('The lists of the viewers of 2021', () => {
  it('name each mail, newest first, and its text with markers for pictures', async () => {
    const { texts, files, mails, assets } = await build(content);
    expect({ name: files[0]?.fileName, mails, assets }).toEqual({
      name: 'mail-ark-pm-list-izone-ab12cd-2026-11-23.zip',
      mails: 2,
      assets: 2,
    });
    expect(JSON.parse(texts['pm_list.json'] ?? '')).toEqual([
      {
        id: '__proto__',
        member: '민주',
        subject: 'Hello',
        preview: 'a < b second',
        time: '2020/03/01 09:00',
      },
      { id: 'm1', member: '민주', subject: 'Hello', preview: 'x'.repeat(45), time: '2020/01/01 00:30' },
    ]);
    expect(Object.entries(JSON.parse(texts['mail_body_dict.json'] ?? '') as object)).toEqual([
      [
        'm1',
        {
          body: '<p>hello<br></p> {이미지} <br> {이미지} ',
          images: ['img/mail/2/20200101/a.jpg', 'img/mail/2/20200101/b.jpg'],
        },
      ],
      ['__proto__', { body: '<p>a &#60; b</p><p><br></p><p>second</p>', images: [] }],
    ]);
    expect(Object.keys(texts)).toContain('img/mail/2/20200101/a.jpg');
  });

  it('contain members, stars, unread mails and tags', async () => {
    const { texts } = await build(content);
    expect(JSON.parse(texts['member_name.json'] ?? '')).toEqual({ 민주: 1 });
    expect(texts['mail_to_num_dict.json']).toBe('{"m1":1,"__proto__":1}');
    expect(JSON.parse(texts['all_tag_list.json'] ?? '')).toEqual([{ value: '겨울', color: 'blue' }]);
    expect(texts['mail_to_tag_dict.json']).toBe('{"__proto__":["겨울"]}');
    expect(JSON.parse(texts['tag_to_mail_dict.json'] ?? '')).toEqual({
      '💖': ['m1'],
      겨울: ['__proto__'],
      '읽지 않음': ['__proto__'],
    });
  });

  it('give a sender without a number none of a member', async () => {
    const { texts } = await build(
      memoryArchive([
        anArchiveMail({ id: 'm1', from: { id: '1', name: '장원영' } }),
        anArchiveMail({ id: 'm2', from: { id: 'unknown', name: '?' } }),
        anArchiveMail({ id: 'm3', from: { id: 'team', name: '운영팀' } }),
        anArchiveMail({ id: 'm4', from: { id: 'unknown', name: '?' } }),
      ]),
    );
    expect(texts['mail_to_num_dict.json']).toBe('{"m1":0,"m2":9999,"m3":10000,"m4":9999}');
    expect(texts['member_name.json']).toBe('{"장원영":0,"?":9999,"운영팀":10000}');
  });

  it('have a folder for each of several mailboxes', async () => {
    const other = memoryArchive([anArchiveMail({ id: 'm1', account: 'zz' })], { account: 'zz' });
    const { texts } = await build(joinArchives(memoryArchive([anArchiveMail({ id: 'm1' })]), other));
    expect(Object.keys(texts).filter((path) => path.endsWith('pm_list.json'))).toEqual([
      'izone-ab12cd/pm_list.json',
      'izone-zz/pm_list.json',
    ]);
  });
});
