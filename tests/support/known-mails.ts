import fc from 'fast-check';
import { importedMail } from '../../lib/mail/imported-mail.ts';
import type { ImportOrigin, KnownMail } from '../../lib/mail/known-mail.ts';
import type { MailContent, MailRow } from '../../lib/mail/mail.ts';

const key = { service: 'izone', account: 'a1b2c3', id: 'm1' };

/** What a test says of a mail's state. Files are named by their keys. */
export interface Words {
  subject?: string;
  text?: string;
  html?: string;
  files?: string[];
  marks?: Partial<Pick<MailRow, 'isStarred' | 'isUnread' | 'isWithdrawn' | 'isCanceled'>>;
}

/** An answer of the service; a state stored before there were origins looks the same. */
export function aLive({ subject = 'Subject', text = '', html, files = [], marks }: Words): KnownMail {
  const assets = files.map((file) => ({
    ...{ key: file, url: `https://img.example/${file}`, mailId: 'm1' },
    ...({ kind: 'image', role: 'body' } as const),
  }));
  const content: MailContent = {
    ...key,
    text,
    raw: '{}',
    assets,
    ...(html !== undefined && { htmlBody: html }),
  };
  return {
    row: {
      ...{ ...key, kind: 'mail', from: { id: '7', name: 'Minjoo' }, subject, preview: text },
      ...{ receivedAt: '2020-01-02T12:03:04Z', pictureCount: files.length },
      ...{ isStarred: false, isUnread: false, isWithdrawn: false },
      ...marks,
    },
    content,
    versions: [],
  };
}

/** Where the mails of an import come from: its name, and the day of January 2026 on which it ran. */
export function anOrigin(name: string, day: number): ImportOrigin {
  return { kind: 'import', import: name, at: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z` };
}

/** A mail as a backup holds it, with its earlier versions: the year each was replaced in, and its words. */
export function aBackedUp(words: Words, versions: [year: number, words: Words][] = []): KnownMail {
  return {
    ...aLive(words),
    versions: versions.map(([year, old]) => {
      const { row, content } = aLive(old);
      return { replacedAt: `${year}-01-01T00:00:00Z`, row, content };
    }),
  };
}

/** The same as an import brings it to where the service does not list the mail. */
export function anImported(
  words: Words,
  origin: ImportOrigin,
  versions: [year: number, words: Words][] = [],
): KnownMail {
  return importedMail(aBackedUp(words, versions), origin, false);
}

const anyWords = fc.record(
  {
    subject: fc.constantFrom('', 'S', 'T'),
    text: fc.constantFrom('', 'a', 'a\n', 'b', 'c'),
    html: fc.constantFrom('<p>a</p>', '<b>a</b>'),
    files: fc.subarray(['f', 'g']),
    marks: fc.record({ isStarred: fc.boolean(), isUnread: fc.boolean() }),
  },
  { requiredKeys: ['subject', 'text', 'files', 'marks'] },
);

/** Any answer of a service. */
export const anyLive: fc.Arbitrary<KnownMail> = anyWords.map(aLive);

const anyVersions = fc.array(fc.tuple(fc.integer({ min: 2020, max: 2030 }), anyWords), { maxLength: 3 });

/** Any mail of a backup. */
export const anyBackedUp: fc.Arbitrary<KnownMail> = fc
  .tuple(anyWords, anyVersions)
  .map(([words, versions]) => aBackedUp(words, versions));

/** What any backup brings, earlier versions, withdrawals and left-out names included. */
export const anyImported: fc.Arbitrary<KnownMail> = fc
  .record({
    words: anyWords,
    marks: fc.record({ isWithdrawn: fc.boolean() }),
    isCanceled: fc.boolean(),
    isWithoutName: fc.boolean(),
    // No two imports run at one time; one that was stopped runs at two.
    from: fc.constantFrom(['x', 1], ['x', 2], ['y', 3], ['z', 4]) as fc.Arbitrary<[string, number]>,
    versions: anyVersions,
  })
  .map(({ words, marks, isCanceled, isWithoutName, from, versions }) =>
    anImported(
      { ...words, marks: { ...words.marks, ...marks, ...(isCanceled && { isCanceled }) } },
      { ...anOrigin(...from), ...(isWithoutName && { isWithoutName }) },
      versions,
    ),
  );
