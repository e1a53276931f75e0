import { buildArchive } from '../../lib/browser/export/build-archive.ts';
import { buildLists } from '../../lib/browser/export/build-lists.ts';
import type { ArchiveContent } from '../../lib/formats/content.ts';
import { noMarks } from '../../lib/mail/marks.ts';
import type { BackupSample, SampleFiles } from '../contracts/backup-format-contract.ts';
import { readFiles } from './forge-archive.ts';
import {
  alreadyClean,
  anArchiveMail,
  aSavedAsset,
  joinArchives,
  memoryArchive,
  pictureBytes,
} from './memory-archive.ts';

const never = new AbortController().signal;
const hostile = '</script><script>globalThis.pwned = 1</script>';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Mails of two years, one without words, one with words that would run. */
const letters = (account = 'ab12cd'): ArchiveContent => {
  const content = memoryArchive(
    [
      anArchiveMail(
        { id: 'm2226', account, receivedAt: '2019-12-30T15:30:00Z', subject: 'First', isStarred: true },
        {
          text: 'Good night',
          htmlBody: '<div><p>Good <b>night</b></p><img data-asset="img.example.test/a.jpg" alt=""></div>',
          assets: [aSavedAsset('m2226', 'a.jpg')],
        },
      ),
      anArchiveMail(
        {
          id: 'b3-20',
          account,
          receivedAt: '2020-01-02T12:03:00Z',
          subject: '',
          from: { id: '27', name: '운영팀' },
        },
        { text: hostile },
      ),
      anArchiveMail(
        { id: 'm2230', account, receivedAt: '2020-01-02T12:03:00Z', subject: '__proto__', isUnread: true },
        {
          text: 'a < b\n\nsecond',
          htmlBody:
            '<p>a &lt; b</p><p><br></p><p>second</p><img data-asset="img.example.test/b.jpg" alt=""><img data-asset="img.example.test/a.jpg" alt="">',
          assets: [aSavedAsset('m2230', 'b.jpg'), aSavedAsset('m2226', 'a.jpg')],
        },
      ),
    ],
    { account },
  );
  const marks = {
    ...noMarks,
    tags: [{ id: 't1', name: '겨울', color: 'blue' as const }],
    mails: [{ service: 'izone', account, id: 'm2226', tags: ['t1'], note: '' }],
  };
  return { ...content, marks: () => Promise.resolve(marks) };
};

const words = [
  { id: 'm2226', subject: 'First', text: 'Good night' },
  { id: 'b3-20', subject: '', text: hostile },
  { id: 'm2230', subject: '__proto__', text: 'a < b\n\nsecond' },
];

/** The pictures of these keys. */
function pictures(keys: readonly string[]): BackupSample['media'] {
  return new Map(keys.map((key) => [key, pictureBytes(key.split('/').at(-1) ?? '')]));
}

function changeText(path: string, change: (text: string) => string) {
  return (files: Map<string, Uint8Array<ArrayBuffer>>): void => {
    const before = decoder.decode(files.get(path));
    const after = change(before);
    if (after === before) throw new Error(`Nothing of ${path} changes.`);
    files.set(path, encoder.encode(after));
  };
}

async function filesOf(content: ArchiveContent, format: 'archive' | 'lists'): Promise<SampleFiles> {
  const plan = { content, sanitize: alreadyClean, isWithoutFiles: false, isPart: false };
  const whole = { ...plan, viewer: { script: 'globalThis.pwned = 1' }, scope: { kind: 'whole' as const } };
  const { files } =
    format === 'archive'
      ? await buildArchive(whole, '2026-11-23', () => undefined, never)
      : await buildLists(plan, '2026-11-23', () => undefined, never);
  return readFiles(files[0]!.blob);
}

/** Exports of the archive, of one mailbox and of two. */
export async function archiveSamples(): Promise<BackupSample[]> {
  const proto = memoryArchive([anArchiveMail({ id: '__proto__', account: 'zz' })], { account: 'zz' });
  const listed: BackupSample = {
    what: 'one mailbox',
    files: await filesOf(letters(), 'archive'),
    mails: words,
    idPattern: /^[mb]\d/,
    media: pictures(['img.example.test/a.jpg', 'img.example.test/b.jpg']),
    damages: [
      {
        what: 'another picture',
        change: (files) => files.set('media/장원영_1/20191231/a.jpg', pictureBytes('c.jpg')),
        lostFiles: ['img.example.test/a.jpg'],
        isReported: false,
      },
      {
        what: 'a missing picture',
        change: (files) => files.delete('media/장원영_1/20200102/b.jpg'),
        lostFiles: ['img.example.test/b.jpg'],
        isReported: false,
      },
      {
        what: 'a list that was changed',
        change: changeText('data/mails-2019.js', (text) => text.replace('First', 'Other')),
        lostMails: ['m2226'],
        isReported: true,
      },
      {
        what: 'marks that are cut',
        change: changeText('data/meta.js', (text) => text.slice(0, -20)),
        isReported: true,
      },
    ],
  };
  return [
    listed,
    {
      ...listed,
      what: 'two mailboxes',
      files: await filesOf(joinArchives(memoryArchive([anArchiveMail({ id: 'm2' })]), proto), 'archive'),
      mails: [
        { id: 'm2', subject: 'Hello', text: 'First line' },
        { id: '__proto__', subject: 'Hello', text: 'First line' },
      ],
      idPattern: /^(?:m\d|__proto__)/,
      media: new Map(),
      damages: [],
    },
  ];
}

const firstPicture = 'img/mail/1/20191231/a.jpg';
const secondPicture = 'img/mail/1/20200102/b.jpg';

/** Lists of one mailbox each. */
export async function listSamples(): Promise<BackupSample[]> {
  const files = await filesOf(letters(), 'lists');
  const listed: BackupSample = {
    what: 'as this project exports them',
    files,
    mails: words,
    idPattern: /^(?:m\d{3,5}|b\d{1,2}-\d{2}|i\d+)$/,
    media: pictures([firstPicture, secondPicture]),
    damages: [
      {
        what: 'a missing picture',
        change: (changed) => changed.delete(secondPicture),
        lostFiles: [secondPicture],
        isReported: false,
      },
      {
        what: 'a mail without a day',
        change: changeText('pm_list.json', (text) => text.replace('2019/12/31 00:30', '00:30')),
        lostMails: ['m2226'],
        isReported: true,
      },
      {
        what: 'an id that leads upward',
        change: changeText('pm_list.json', (text) => text.replace('"b3-20"', '"../b3-20"')),
        lostMails: ['b3-20'],
        isReported: true,
      },
      {
        what: 'words of another form',
        change: changeText('mail_body_dict.json', (text) =>
          text.replace('{"body":"<p>&#60;/script', '{"Body":"<p>'),
        ),
        isReported: true,
      },
      {
        what: 'words that are cut',
        change: changeText('mail_body_dict.json', (text) => text.slice(0, -5)),
        lostFiles: [firstPicture, secondPicture],
        isReported: true,
      },
      {
        what: 'tags that are no lists',
        change: changeText('mail_to_tag_dict.json', (text) => text.replace('["겨울"]', '"겨울"')),
        isReported: true,
      },
    ],
  };
  const bare = new Map([...files].filter(([path]) => /^(?:pm_list|mail_body_dict)\.json$|^img\//.test(path)));
  const utf16 = new Map(bare);
  for (const path of ['pm_list.json', 'mail_body_dict.json']) {
    const text = `\ufeff${decoder.decode(files.get(path))}`;
    utf16.set(path, new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer));
  }
  return [
    listed,
    { ...listed, what: 'lists in UTF-16, with nothing beside them', files: utf16, damages: [] },
  ];
}

/** Files that resemble backups and are none. */
export function nearMisses(): { what: string; files: SampleFiles }[] {
  const texts: [what: string, files: Record<string, string>][] = [
    ['a list of mails without their words', { 'pm_list.json': '[{"id":"m2226"}]' }],
    ['words without a list', { 'mail_body_dict.json': '{}' }],
    ['a list that is none', { 'pm_list.json': '{"id":"m2226"}', 'mail_body_dict.json': '{}' }],
    ['a list of something else', { 'pm_list.json': '[1, 2]', 'mail_body_dict.json': '{}' }],
    ['lists in different folders', { 'a/pm_list.json': '[{"id":"m2226"}]', 'b/mail_body_dict.json': '{}' }],
    ['a list of another name', { 'old_pm_list.json': '[{"id":"m2226"}]', 'mail_body_dict.json': '{}' }],
    ['a manifest elsewhere', { 'manifest.json': '{}', 'mydata/manifest.json': '{}' }],
    ['a script of 2021', { 'pm.js': 'let pm_list = [];', 'pm_meta.js': 'let member_dict = {};' }],
  ];
  return texts.map(([what, files]) => ({
    what,
    files: new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
  }));
}
