import { describe, expect, it } from 'vitest';
import { pmList } from '../../lib/formats/pm-list/format.ts';
import type { BackupFormat } from '../../lib/import/backup-format.ts';
import type { BackupFiles } from '../../lib/import/file-tree.ts';
import type { IncomingBackup, IncomingMail, ReadingWatch } from '../../lib/import/incoming.ts';
import { archiveSamples, listSamples, nearMisses } from '../support/backup-samples.ts';
import { formatPromises } from './backup-format-contract.ts';

const samples = await listSamples();
const strangers = [...nearMisses(), ...(await archiveSamples())];

/** Names of the promises that the format breaks. */
async function brokenBy(format: BackupFormat): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, keep } of formatPromises) {
    await keep({ format, samples, strangers }).catch(() => broken.push(name));
  }
  return broken;
}

/** The right format, with a mistake in what it opens. */
const opening = (
  mistake: (backup: IncomingBackup, files: BackupFiles) => Partial<IncomingBackup>,
): BackupFormat => ({
  ...pmList,
  open: (found) =>
    pmList.open(found).map(async (right, at) => {
      const backup = await right;
      return { ...backup, ...mistake(backup, found[at]!.files) };
    }),
});

/** The right format, with a mistake in the mails it gives. */
const giving = (mistake: (mail: IncomingMail) => IncomingMail): BackupFormat =>
  opening((backup) => ({
    async *mails(watch) {
      for await (const mail of backup.mails(watch)) yield mistake(mail);
    },
  }));

const withRow = (incoming: IncomingMail, row: Partial<IncomingMail['mail']['row']>): IncomingMail => ({
  ...incoming,
  mail: { ...incoming.mail, row: { ...incoming.mail.row, ...row } },
});

const quiet = (watch: ReadingWatch): ReadingWatch => ({ ...watch, onDamage: () => undefined });
let calls = 0;

const mistakes: [mistake: string, format: BackupFormat, breaks: string][] = [
  [
    'looks at the top only',
    { ...pmList, recognise: async ({ paths }) => (paths.has('pm_list.json') ? [''] : []) },
    'recognises its backups at any depth',
  ],
  [
    'knows folders by their names',
    {
      ...pmList,
      recognise: async (files) => (await pmList.recognise(files)).filter((root) => !root.includes('백업')),
    },
    'recognises its backups at any depth',
  ],
  [
    'takes everything for its own',
    { ...pmList, recognise: async ({ paths }) => (paths.size > 0 ? [''] : []) },
    'recognises nothing else',
  ],
  [
    'believes the name of a file',
    {
      ...pmList,
      recognise: async ({ paths }) =>
        [...paths].flatMap((path) => (/(?:^|\/)pm_list\.json$/.test(path) ? [path.slice(0, -12)] : [])),
    },
    'recognises nothing else',
  ],
  [
    'gives mails in another order each time',
    opening((backup) => ({
      async *mails(watch) {
        const all: IncomingMail[] = [];
        for await (const mail of backup.mails(watch)) all.push(mail);
        calls += 1;
        yield* calls % 2 === 0 ? all : all.toReversed();
      },
    })),
    'gives every mail once',
  ],
  [
    'gives a mail twice',
    opening((backup) => ({
      async *mails(watch) {
        for await (const mail of backup.mails(watch)) {
          yield mail;
          if (mail.mail.row.id === 'm2226') yield mail;
        }
      },
    })),
    'gives every mail once',
  ],
  [
    'trims words',
    giving((mail) => withRow(mail, { subject: mail.mail.row.subject.slice(0, 4) })),
    'every mail once',
  ],
  [
    'counts what is not there',
    opening(({ mailCount }) => ({ mailCount: mailCount + 1 })),
    'counts its mails',
  ],
  ['makes up a digest', opening(() => ({ digest: String((calls += 1)) })), 'gives the same from a folder'],
  ['makes its digest of the name', opening(({ name }) => ({ digest: name })), 'gives the same from a folder'],
  ['has one digest for all', opening(() => ({ digest: '0' })), 'has another digest for another backup'],
  [
    'gives mails of another mailbox',
    giving((mail) => withRow(mail, { account: 'theirs' })),
    'gives mails of its own mailboxes only',
  ],
  [
    'changes ids',
    giving((mail) => withRow(mail, { id: ` ${mail.mail.row.id}` })),
    'gives mails of its own mailboxes only',
  ],
  [
    'writes times of its own',
    giving((mail) => withRow(mail, { receivedAt: '어제' })),
    'gives mails of its own mailboxes only',
  ],
  [
    'forgets the files of mails',
    giving((mail) => ({ ...mail, assets: [] })),
    'gives mails of its own mailboxes only',
  ],
  [
    'gives what cannot be stored',
    giving((mail) => Object.assign({ ...mail }, { open: () => undefined })),
    'gives plain data',
  ],
  [
    'opens another file',
    opening((backup) => ({
      openFile: (asset) => backup.openFile({ ...asset, path: 'pm_list.json' }),
    })),
    'opens every file with its bytes',
  ],
  [
    'makes up sums',
    opening((backup) => ({ openFile: async (asset) => ({ ...(await backup.openFile(asset)), crc32: 0 }) })),
    'opens every file with its bytes',
  ],
  [
    'reads pictures ahead',
    opening((backup, files) => ({
      async *mails(watch) {
        for await (const mail of backup.mails(watch)) {
          for (const { path } of mail.assets) if (path !== undefined) await files.bytes(path);
          yield mail;
        }
      },
    })),
    'reads no picture before it is opened',
  ],
  [
    'ends at the first damage',
    opening((backup) => ({
      mails: (watch) =>
        backup.mails({
          ...watch,
          onDamage: () => {
            throw new Error('damage');
          },
        }),
    })),
    'reports damage, which hides nothing else',
  ],
  [
    'keeps damage to itself',
    opening((backup) => ({
      mails: (watch) => backup.mails(quiet(watch)),
      rest: (watch) => backup.rest(quiet(watch)),
    })),
    'reports damage, which hides nothing else',
  ],
  [
    'leaves out what it would have to report',
    opening((backup) => ({
      async *mails(watch) {
        let isDamaged = false;
        const onDamage: ReadingWatch['onDamage'] = (damage) => {
          isDamaged = true;
          watch.onDamage(damage);
        };
        for await (const mail of backup.mails({ ...watch, onDamage })) if (!isDamaged) yield mail;
      },
    })),
    'reports damage, which hides nothing else',
  ],
  [
    'checks nothing',
    opening(() => ({ check: () => Promise.resolve() })),
    'finds nothing in a check of what is whole',
  ],
  [
    'finds something in everything',
    opening(() => ({
      check: async (record) => {
        record.findings.push({ kind: 'entry', path: 'x', code: 'not-found' });
      },
    })),
    'finds nothing in a check of what is whole',
  ],
  [
    'does not stop',
    opening((backup) => ({
      mails: (watch) => backup.mails({ ...watch, signal: new AbortController().signal }),
    })),
    'stops with the reason of the signal',
  ],
  [
    'stops with a reason of its own',
    opening((backup) => ({
      async *mails(watch) {
        try {
          yield* backup.mails(watch);
        } catch (error) {
          throw watch.signal.aborted ? new Error('stopped') : error;
        }
      },
    })),
    'stops with the reason of the signal',
  ],
  [
    'calls files that vanished damaged',
    opening((backup) => {
      const damage = { what: 'mails', name: 'pm_list.json', code: 'archive-broken' } as const;
      return {
        rest: (watch) =>
          backup.rest(watch).catch(() => {
            watch.onDamage(damage);
            return { mailboxes: [], marks: [] };
          }),
        async *mails(watch) {
          try {
            yield* backup.mails(watch);
          } catch (error) {
            if (watch.signal.aborted) throw error;
            watch.onDamage(damage);
          }
        },
      };
    }),
    'rejects when the files vanish',
  ],
  [
    'runs a list to read it',
    opening((backup, files) => ({
      async *mails(watch) {
        const text = new TextDecoder().decode(await files.bytes('mail_body_dict.json'));
        try {
          globalThis.Function(`return ${text}`)();
        } catch {
          // It was refused, or is no script.
        }
        yield* backup.mails(watch);
      },
    })),
    'runs nothing of a backup',
  ],
];

describe('The contract of a format of backups', () => {
  it('is kept by a right format', async () => {
    expect(await brokenBy(pmList)).toEqual([]);
  });

  for (const [mistake, format, breaks] of mistakes) {
    it(`is broken by one that ${mistake}`, async () => {
      expect((await brokenBy(format)).filter((name) => name.includes(breaks))).toHaveLength(1);
    });
  }

  it('has no promise that nothing breaks', () => {
    const unbroken = formatPromises.filter(
      ({ name }) => !mistakes.some(([, , breaks]) => name.includes(breaks)),
    );
    expect(unbroken.map(({ name }) => name)).toEqual([]);
  });
});
