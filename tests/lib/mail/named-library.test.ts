import { describe, expect, it } from 'vitest';
import type { MailLibrary } from '../../../lib/mail/mail-library.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import { noMarks } from '../../../lib/mail/marks.ts';
import type { NameChoice } from '../../../lib/mail/name-choice.ts';
import { withNames } from '../../../lib/mail/named-library.ts';
import { memoryMarks } from '../../support/memory-marks.ts';

const key = { service: 'letters', account: 'a1', id: 'm1' };
const hidden: NameChoice = { mode: 'hidden', written: ['Sky'], own: '' };
const tag = { id: 't1', name: 'for Sky', color: 'blue' as const };
const mark = { ...key, tags: ['t1'], note: 'Sky again' };
const search = { id: 's1', name: 'Sky', address: 'q=Sky&sender=7' };

const row: MailRow = {
  ...key,
  kind: 'mail',
  from: { id: '7', name: 'Sky' },
  subject: 'To Sky',
  preview: 'Hi Sky',
  receivedAt: '2020-01-01T00:00:00Z',
  pictureCount: 0,
  isStarred: false,
  isUnread: false,
  isWithdrawn: false,
};
const content: MailContent = { ...key, htmlBody: '<p>Sky</p>', text: 'Sky', raw: '{"a":"Sky"}', assets: [] };

/** A library of one mail; `onRead` is called when its subject is read. */
function aLibrary(name?: NameChoice, onRead: () => void = () => undefined): MailLibrary {
  const read: MailRow = Object.defineProperty({ ...row }, 'subject', {
    enumerable: true,
    get: () => (onRead(), row.subject),
  });
  return {
    listMails: () => Promise.resolve([read]),
    listNewest: () => Promise.resolve([row]),
    listTexts: () => Promise.resolve([['letters/a1/m1', 'Hi Sky']]),
    findMail: () => Promise.resolve(content),
    listAssets: () => Promise.resolve([]),
    listVersions: () => Promise.resolve([{ replacedAt: row.receivedAt, row, content, assets: [] }]),
    openAsset: () => Promise.resolve(undefined),
    listMedia: () => Promise.resolve([]),
    serviceNames: () => Promise.resolve({ letters: 'Letters' }),
    usage: () => Promise.resolve([]),
    subscribe: () => () => undefined,
    marks: memoryMarks({
      ...noMarks,
      tags: [tag],
      mails: [mark],
      searches: [search],
      ...(name && { name }),
    }),
  };
}

describe('A library with names', () => {
  it('shows the choice in all texts it returns, never in the name of a sender', async () => {
    const library = withNames(aLibrary(hidden));
    const texts = JSON.stringify([
      await library.listMails(),
      await library.listNewest?.(1),
      await library.listTexts(),
      await library.findMail(key),
      await library.listVersions(key),
    ]);
    expect(texts.replaceAll('"name":"Sky"', '')).not.toContain('Sky');
    expect(texts.match(/○○/g)).toHaveLength(13);
  });

  it('returns the very rows of the store while names are shown as written', async () => {
    const store = aLibrary({ ...hidden, mode: 'written' });
    expect((await withNames(store).listMails())[0]).toBe((await store.listMails())[0]);
  });

  it('changes the texts of a row when they are first read', async () => {
    let reads = 0;
    const [first] = await withNames(aLibrary(hidden, () => (reads += 1))).listMails();
    const before = reads;
    expect([first?.subject, first?.subject]).toEqual(['To ○○', 'To ○○']);
    expect(reads - before).toBe(1);
  });

  it('notices another choice, and ignores other marks', async () => {
    const library = withNames(aLibrary());
    const changes: string[] = [];
    const changed = new Promise<void>((resolve) => {
      library.subscribe(() => {
        changes.push('changed');
        resolve();
      });
    });
    await library.marks.edit?.({ change: { keys: [key], change: { isStarred: true } } });
    await library.marks.edit?.({ putName: hidden });
    await changed;
    expect(changes).toEqual(['changed']);
    expect((await library.findMail(key))?.text).toBe('○○');
  });

  it('rejects where the choice cannot be read', async () => {
    const store = aLibrary(hidden);
    const refused = () => Promise.reject(new Error('closed'));
    const library = withNames({ ...store, marks: { ...store.marks, readName: refused } });
    await expect(library.listMails()).rejects.toThrow('closed');
    await expect(library.findMail(key)).rejects.toThrow('closed');
  });
});

describe('Marks with names', () => {
  it('show the choice in tags, notes and saved searches', async () => {
    const { tags, mails, searches } = await withNames(aLibrary(hidden)).marks.read();
    expect([tags[0]?.name, mails[0]?.note, searches[0]?.name]).toEqual(['for ○○', '○○ again', '○○']);
    expect(new URLSearchParams(searches[0]?.address).get('q')).toBe('○○');
  });

  it('are stored as they were written when they come back as they were shown', async () => {
    const store = aLibrary(hidden);
    const { marks } = withNames(store);
    const shown = await marks.read();
    await marks.edit?.({ deleteTag: 't1', deleteSearch: 's1' });
    await marks.read();
    await marks.edit?.({
      putTags: shown.tags.map((each) => ({ ...each, color: 'rose' as const })),
      putMails: shown.mails,
      putSearches: shown.searches,
    });
    expect(await store.marks.read()).toEqual({
      tags: [{ ...tag, color: 'rose' }],
      mails: [mark],
      searches: [search],
      name: hidden,
    });
  });

  it('are stored as they are typed, and give the note as it was written to be edited', async () => {
    const store = aLibrary(hidden);
    const { marks } = withNames(store);
    await marks.read();
    expect(marks.noteAsWritten(key)).toBe('Sky again');
    await marks.edit?.({
      putTags: [{ ...tag, name: 'winter' }],
      change: { keys: [key], change: { note: 'Sky, once more' } },
    });
    const { tags, mails } = await store.marks.read();
    expect([tags[0]?.name, mails[0]?.note]).toEqual(['winter', 'Sky, once more']);
  });
});
