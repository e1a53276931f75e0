import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules, type Sources } from './support/house.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function listFiles(folder: string): string[] {
  return readdirSync(posix.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)));
}

const shipped: Sources = new Map(
  ['lib', 'components', 'entrypoints']
    .flatMap(listFiles)
    .map((file) => [file, readFileSync(posix.join(root, file), 'utf8')]),
);

/** Offences against each rule: a file and its text. */
const planted: Record<string, [file: string, text: string][]> = {
  'has a room for every file': [['lib/cellar/wine.ts', '']],
  'keeps its arrows': [
    ['lib/mail/mail.ts', "import { MailArkError } from '../errors.ts';"],
    ['lib/import/plan.ts', "import type { Manifest } from '../formats/mail-ark/manifest.ts';"],
    ['lib/import/plan.ts', "import { sources } from '../sources/registry.ts';"],
    ['lib/formats/pm-list/open.ts', "import { izone } from '../../sources/registry.ts';"],
    ['lib/zip/records.ts', "import { plan } from '../import/plan.ts';"],
    ['lib/backup/fetcher.ts', "import { transport } from '../browser/service/transport.ts';"],
    [
      'components/popup/Popup.tsx',
      "import type { ImportState } from '../../lib/browser/import/importer.ts';",
    ],
    ['components/popup/Popup.tsx', "import { planImport } from '../../lib/import/plan.ts';"],
    ['lib/browser/mail-store/database/open.ts', "import { putMail } from '../records/mails.ts';"],
    ['lib/browser/mail-store/records/mails.ts', "import { merge } from '../transactions/mails.ts';"],
    ['lib/browser/mail-store/transactions/mails.ts', "import type { Door } from '../doors/backup-store.ts';"],
    ['lib/browser/mail-store/doors/usage.ts', "import { download } from '../../export/download.ts';"],
  ],
  'lets only the allowed packages into each room': [
    ['lib/mail/mail.ts', "import * as v from 'valibot';"],
    ['components/popup/Popup.tsx', "import { openDB } from 'idb';"],
  ],
  'imports what wraps the browser only in lib/browser and entrypoints': [
    ['lib/formats/mbox/mbox.ts', "import JSZip from 'jszip';"],
  ],
  'calls the browser only in lib/browser and entrypoints': [
    ['components/popup/Popup.tsx', 'void browser.tabs.create({});'],
  ],
  'writes its imports with their endings': [['lib/mail/mail.ts', "import { a } from './asset';"]],
  'ships nothing of the tests': [
    ['entrypoints/background.ts', "import { a } from '../tests/support/house.ts';"],
    ['entrypoints/background.ts', "import { readFileSync } from 'node:fs';"],
  ],
  'lets no file import an entrypoint': [
    ['components/popup/Popup.tsx', "import { a } from '../../entrypoints/popup/last-overview.ts';"],
  ],
  'keeps a service to itself': [
    ['lib/sources/message/source.ts', "import { parsePage } from '../private-mail/parse-page.ts';"],
  ],
  'keeps a format to itself': [
    ['lib/formats/pm-list/write-body.ts', "import { mailPage } from '../mail-ark/mail-page.ts';"],
  ],
  'imports and checks backups of any format alike': [
    [
      'lib/browser/import/importer.ts',
      "import type { OpenBackup } from '../../formats/mail-ark/open-backup.ts';",
    ],
    ['lib/browser/check/checker.ts', "import { mailArk } from '../../formats/mail-ark/format.ts';"],
    ['lib/browser/import/importer.ts', "import type { AccountMeta } from '../../formats/content.ts';"],
  ],
  'opens an object store only where it is owned': [
    [
      'lib/browser/mail-store/transactions/mails.ts',
      "await transaction.objectStore('mails').get(keyTuple(owner, id));",
    ],
    ['lib/browser/mail-store/doors/usage.ts', 'await transaction.objectStore(store).clear();'],
  ],
  'changes the counters of an account only through the owners of what is counted': [
    ['lib/browser/mail-store/transactions/mails.ts', 'tally.counts.mailsSaved += 1;'],
    ['lib/browser/mail-store/records/refs.ts', 'counts.mailsListed -= 1;'],
    ['lib/browser/mail-store/records/refs.ts', 'counts[name] = 0;'],
    ['lib/browser/mail-store/transactions/recount.ts', 'tally.record.counts.sizeBytes = 0;'],
    ['lib/browser/mail-store/transactions/repair.ts', 'tally.move(undefined, { mailsSaved: 1 });'],
    ['lib/browser/mail-store/transactions/repair.ts', 'tally.replaceCounts(noCounts());'],
  ],
  'gives no list to a call as its arguments, of which a browser takes about a hundred thousand': [
    ['lib/mail/mail.ts', 'all.push(...more);'],
  ],
  'logs nothing for the console to keep': [['lib/mail/mail.ts', 'console.log(token);']],
  'never turns text into code or markup': [
    ['lib/mail/mail.ts', "eval('1');"],
    ['components/popup/Popup.tsx', 'element.innerHTML = words;'],
  ],
  'makes days and times of texts only where a clock is chosen': [
    ['lib/mail/mail.ts', 'new Date(at).getHours();'],
  ],
  'names no address but those of the services': [
    ['lib/browser/sanitizer.ts', "fetch('https://example.com/count');"],
  ],
  'gives screens a library whose names are decided': [
    ['components/viewer/mails/MailsPage.tsx', 'function page(library: MailLibrary) {}'],
  ],
  'decides names in one place': [
    ['lib/mail/mail.ts', 'const named = { areNamesDecided: true, };'],
    ['components/viewer/mails/MailsPage.tsx', 'renameMarkup(words);'],
  ],
};

describe('The house', () => {
  for (const { name, find } of rules) {
    it(name, () => {
      expect(shipped.size).toBeGreaterThan(300);
      expect(find(shipped)).toEqual([]);
    });
  }

  it('notices an object store that two files open', () => {
    const twice: Sources = new Map([
      ['lib/browser/mail-store/records/refs.ts', "transaction.objectStore('refs').get(key);"],
      ['lib/browser/mail-store/records/feeds.ts', "transaction.objectStore('refs').put(ref);"],
    ]);
    const rule = rules.find(({ name }) => name.startsWith('opens each object store'));
    expect(rule?.find(twice)).toEqual([
      'refs: lib/browser/mail-store/records/feeds.ts, lib/browser/mail-store/records/refs.ts',
    ]);
  });

  it('notices a circle, also of types alone', () => {
    const circle: Sources = new Map([
      ['lib/mail/a.ts', "import { b } from './b.ts';"],
      ['lib/mail/b.ts', "import type { C } from './c.ts';"],
      ['lib/mail/c.ts', "import type { A } from './a.ts';"],
      ['lib/mail/d.ts', "import { a } from './a.ts';"],
    ]);
    const rule = rules.find(({ name }) => name.startsWith('has no circles'));
    expect(rule?.find(circle)).toEqual(['lib/mail/a.ts ⇄ lib/mail/b.ts ⇄ lib/mail/c.ts']);
  });

  for (const { name, find } of rules) {
    // Those that compare files have tests of their own.
    if (/^(?:has no circles|opens each object store)/.test(name)) continue;
    it(`notices an offence: ${name}`, () => {
      const offences = planted[name] ?? [];
      expect(offences.length).toBeGreaterThan(0);
      for (const [file, text] of offences) expect(find(new Map([[file, text]])), text).toHaveLength(1);
    });
  }
});
