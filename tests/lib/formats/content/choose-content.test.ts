import { describe, expect, it } from 'vitest';
import { chooseContent } from '../../../../lib/formats/content/choose-content.ts';
import type { ArchiveContent } from '../../../../lib/formats/content.ts';
import type { MailChoice } from '../../../../lib/mail/mail-choice.ts';
import { noMarks } from '../../../../lib/mail/marks.ts';
import { anArchiveMail, joinArchives, memoryArchive } from '../../../support/memory-archive.ts';

const never = new AbortController().signal;
const own = { service: 'izone', account: 'ab12cd' };

/** Six mails of two people in two mailboxes; the third has a star and a tag of the reader's. */
const content: ArchiveContent = {
  ...joinArchives(
    memoryArchive([
      // 2020-01-01 at 00:30 on the service's clock.
      anArchiveMail({ id: 'm1', receivedAt: '2019-12-31T15:30:00Z' }),
      anArchiveMail({ id: 'm2', receivedAt: '2020-01-02T00:00:00Z', isStarred: true }),
      anArchiveMail({ id: 'm3', receivedAt: '2020-01-03T00:00:00Z', from: { id: '2', name: 'B' } }),
      anArchiveMail({ id: 'm4', receivedAt: '2020-01-04T00:00:00Z', pictureCount: 3 }),
    ]),
    memoryArchive([anArchiveMail({ id: 'm1', account: 'zz' })], { account: 'zz' }),
  ),
  marks: () =>
    Promise.resolve({
      ...noMarks,
      mails: [
        { ...own, id: 'm2', isStarred: false, tags: [], note: '' },
        { ...own, id: 'm3', isStarred: true, tags: ['t1'], note: '' },
      ],
    }),
};

const choose = async (choice: MailChoice) => {
  const handed: string[] = [];
  const chosen = chooseContent(content, {
    choice,
    listWaiting: ({ account }) => Promise.resolve(account === 'zz' ? [] : ['m1', 'm4']),
    onChosen: ({ account, id }) => handed.push(`${account}/${id}`),
  });
  const read: string[] = [];
  const counts: number[] = [];
  for (const account of await chosen.accounts()) {
    counts.push(account.mails);
    for await (const { row } of chosen.mails(account, never)) read.push(`${row.account}/${row.id}`);
  }
  expect(handed).toEqual(read);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(read.length);
  return read;
};

describe('A choice of mails', () => {
  const choices: [string, MailChoice, string[]][] = [
    ['one mailbox', { mailboxes: [{ service: 'izone', account: 'zz' }] }, ['zz/m1']],
    ['one sender', { senders: [{ service: 'izone', id: '2', name: 'B' }] }, ['ab12cd/m3']],
    ['days of the service', { firstDay: '2020-01-01', lastDay: '2020-01-01' }, ['ab12cd/m1']],
    ['a first day', { firstDay: '2020-01-03' }, ['ab12cd/m3', 'ab12cd/m4']],
    ["the reader's stars", { isStarred: true }, ['ab12cd/m3']],
    ['a tag', { tag: { id: 't1', name: 'Tag' } }, ['ab12cd/m3']],
    ['what is new', { isNew: true }, ['ab12cd/m1', 'ab12cd/m4']],
    ['several at once', { isNew: true, firstDay: '2020-01-02' }, ['ab12cd/m4']],
    ['nobody', { senders: [{ service: 'other', id: '2', name: 'B' }] }, []],
  ];
  for (const [name, choice, expected] of choices) {
    it(`takes ${name}`, async () => expect(await choose(choice)).toEqual(expected));
  }
});
