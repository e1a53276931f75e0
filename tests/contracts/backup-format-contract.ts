import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MailArkError } from '../../lib/errors.ts';
import type { BackupFormat } from '../../lib/import/backup-format.ts';
import type { CheckMode, CheckRecord } from '../../lib/import/check.ts';
import { filesBelow, filesOfFolder, filesOfZip, type BackupFiles } from '../../lib/import/file-tree.ts';
import type {
  HeldAsset,
  IncomingBackup,
  IncomingMail,
  IncomingRest,
  ReadingWatch,
} from '../../lib/import/incoming.ts';
import { mailboxText } from '../../lib/import/plan.ts';
import type { ImportDamage } from '../../lib/import/report.ts';
import { openZip } from '../../lib/zip/open-zip.ts';
import { craftZip } from '../support/crafted-zip.ts';

/** Files by their paths. */
export type SampleFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Something that may be wrong with a sample, and all that may be lost by it. */
export interface SampleDamage {
  what: string;
  change(files: Map<string, Uint8Array<ArrayBuffer>>): void;
  /** Ids of mails that no longer come. */
  lostMails?: string[];
  /** Keys of files that no longer open. */
  lostFiles?: string[];
  /** Files that are missing are seen by their mails; whatever else is wrong is reported. */
  isReported: boolean;
}

/** A backup of the format as it lies in its folder, and what is in it. */
export interface BackupSample {
  what: string;
  files: SampleFiles;
  /** In the order they come. Put words that would run, and a member `__proto__`, into some. */
  mails: { id: string; subject: string; text: string }[];
  /** What every id of the service looks like. */
  idPattern: RegExp;
  /** By the key of the file. */
  media: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  damages: SampleDamage[];
}

/** A format with what it is tried on. */
export interface FormatCase {
  format: BackupFormat;
  samples: BackupSample[];
  /** What it must not take for its own: samples of the other formats, and near misses. */
  strangers: { what: string; files: SampleFiles }[];
}

/** One promise of a format; rejects where the format breaks it. */
export interface FormatPromise {
  name: string;
  keep(aCase: FormatCase): Promise<void>;
}

/** The contract of `BackupFormat`: call it once for each format. */
export function backupFormatContract(aCase: FormatCase): void {
  describe(`${aCase.format.id} as a format of backups`, () => {
    for (const { name, keep } of formatPromises) it(name, () => keep(aCase));
  });
}

type Container = 'folder' | 'ZIP';
const containers: Container[] = ['folder', 'ZIP'];
const depths = ['', 'backup/', '백업 (1)/old/output/'];

async function treeOf(files: SampleFiles, root = '', container: Container = 'folder'): Promise<BackupFiles> {
  const entries = [...files].map(([path, bytes]) => [root + path, bytes] as const);
  if (container === 'folder') return filesOfFolder(entries.map(([path, bytes]) => [path, new Blob([bytes])]));
  const zip = craftZip(entries.map(([name, data]) => ({ name, data, method: 8 })));
  return filesOfZip(await openZip(new Blob([zip])));
}

async function openSample(
  format: BackupFormat,
  files: BackupFiles,
  name = 'sample',
): Promise<IncomingBackup> {
  const [backup] = format.open([{ name, files }]);
  if (!backup) throw new Error('The format opens nothing.');
  return backup;
}

const never = new AbortController().signal;

interface Reading {
  mails: IncomingMail[];
  rest: IncomingRest;
  damage: ImportDamage[];
}

async function readAll(backup: IncomingBackup): Promise<Reading> {
  const damage: ImportDamage[] = [];
  const watch: ReadingWatch = { signal: never, onDamage: (one) => damage.push(one) };
  const rest = await backup.rest(watch);
  const mails: IncomingMail[] = [];
  for await (const mail of backup.mails(watch)) mails.push(mail);
  return { mails, rest, damage };
}

const heldOf = (mails: readonly IncomingMail[]): HeldAsset[] =>
  mails.flatMap(({ assets }) => assets).filter((asset): asset is HeldAsset => asset.path !== undefined);

/** The bytes of every file that opens, by its key. */
async function openFiles(
  backup: IncomingBackup,
  mails: readonly IncomingMail[],
): Promise<Map<string, Uint8Array>> {
  const opened = new Map<string, Uint8Array>();
  for (const asset of heldOf(mails)) {
    try {
      opened.set(asset.ref.key, (await backup.openFile(asset)).bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(MailArkError);
    }
  }
  return opened;
}

async function findings(backup: IncomingBackup, mode: CheckMode): Promise<CheckRecord> {
  const record: CheckRecord = {
    ...{ id: 'zip:1', name: 'sample', mode, startedAt: '2026-01-02T03:04:05Z', state: 'running' },
    ...{ done: 0, total: 0, sizeBytes: 0, findings: [], moreFindings: 0, sumsMade: 0 },
  };
  await backup.check(record, { onProgress: () => undefined, signal: never });
  return record;
}

/** The promise for each sample alone. */
const ofEach =
  (keep: (sample: BackupSample, format: BackupFormat) => Promise<void>) =>
  async ({ format, samples }: FormatCase): Promise<void> => {
    expect(samples.length).toBeGreaterThan(1);
    expect(samples.flatMap(({ damages }) => damages).length).toBeGreaterThan(3);
    for (const sample of samples) await keep(sample, format);
  };

/** Every promise of the contract. */
export const formatPromises: readonly FormatPromise[] = [
  {
    name: 'recognises its backups at any depth, in folders and in ZIPs, whatever they are called',
    keep: ofEach(async ({ files }, format) => {
      for (const container of containers) {
        for (const root of depths) {
          const beside = new Map([...files].map(([path, bytes]) => [root + path, bytes] as const));
          beside.set('photos/1.jpg', new Uint8Array([1]));
          expect(await format.recognise(await treeOf(beside, '', container))).toEqual([root]);
        }
        const two = new Map(
          [...files].flatMap(([path, bytes]) => [
            [`a/${path}`, bytes] as const,
            [`b/c/${path}`, bytes] as const,
          ]),
        );
        expect((await format.recognise(await treeOf(two, '', container))).toSorted()).toEqual(['a/', 'b/c/']);
      }
    }),
  },
  {
    name: 'recognises nothing else',
    async keep({ format, strangers }) {
      expect(await format.recognise(await treeOf(new Map()))).toEqual([]);
      for (const { what, files } of strangers) {
        for (const root of depths)
          expect(await format.recognise(await treeOf(files, root)), `${what} in “${root}”`).toEqual([]);
      }
    },
  },
  {
    name: 'gives every mail once, in the same order each time',
    keep: ofEach(async ({ files, mails: expected }, format) => {
      const backup = await openSample(format, await treeOf(files));
      for (const _ of [1, 2]) {
        const { mails, damage } = await readAll(backup);
        expect(damage).toEqual([]);
        const found = mails.map(({ mail: { row, content } }) => {
          return { id: row.id, subject: row.subject, text: content.text };
        });
        expect(found).toEqual(expected);
      }
    }),
  },
  {
    name: 'counts its mails, for progress',
    keep: ofEach(async ({ files, mails, media }, format) => {
      const { mailCount, fileCount } = await openSample(format, await treeOf(files));
      expect({ mailCount, fileCount }).toEqual({ mailCount: mails.length, fileCount: media.size });
    }),
  },
  {
    name: 'gives the same from a folder and from a ZIP, whatever they are called',
    keep: ofEach(async ({ files }, format) => {
      const read = async (container: Container, name: string) => {
        const root = depths[2]!;
        const tree = await treeOf(files, root, container);
        const backup = await openSample(format, filesBelow(tree, root, tree.paths), name);
        expect(backup.name).toBe(name);
        const { digest, mailboxes, mailCount, fileCount, isPartial, isWithoutName, volume } = backup;
        const facts = { digest, mailboxes, mailCount, fileCount, isPartial, isWithoutName, volume };
        return { ...facts, ...(await readAll(backup)) };
      };
      expect(await read('ZIP', 'other.zip')).toEqual(await read('folder', 'output'));
    }),
  },
  {
    name: 'has another digest for another backup',
    async keep({ format, samples }) {
      const digests = new Set<string>();
      for (const { files } of samples) digests.add((await openSample(format, await treeOf(files))).digest);
      expect(digests.size).toBe(samples.length);
    },
  },
  {
    name: 'gives mails of its own mailboxes only, with ids and keys that fit together',
    keep: ofEach(async ({ files, idPattern }, format) => {
      const backup = await openSample(format, await treeOf(files));
      const mailboxes = new Set(backup.mailboxes.map(mailboxText));
      const { mails, rest } = await readAll(backup);
      for (const { mail, assets } of mails) {
        const { row, content, versions } = mail;
        expect(row.id).toMatch(idPattern);
        expect(Number.isNaN(Date.parse(row.receivedAt))).toBe(false);
        for (const { row: itsRow, content: its } of [mail, ...versions]) {
          expect([itsRow.id, its.id]).toEqual([row.id, row.id]);
          expect(mailboxes).toContain(mailboxText(itsRow));
          expect(mailboxText(its)).toBe(mailboxText(row));
        }
        const known = new Set(assets.map(({ ref }) => ref.key));
        expect(content.assets.filter(({ key }) => !known.has(key))).toEqual([]);
      }
      for (const owner of [...rest.mailboxes, ...rest.marks.flatMap((marks) => marks.mails)])
        expect(mailboxes).toContain(mailboxText(owner));
    }),
  },
  {
    name: 'gives plain data, which can be stored',
    keep: ofEach(async ({ files }, format) => {
      const { mails, rest } = await readAll(await openSample(format, await treeOf(files)));
      expect(structuredClone({ mails, rest })).toEqual({ mails, rest });
      expect(JSON.parse(JSON.stringify({ mails, rest }))).toEqual({ mails, rest });
    }),
  },
  {
    name: 'opens every file with its bytes and their sums',
    keep: ofEach(async ({ files, media }, format) => {
      for (const container of containers) {
        const backup = await openSample(format, await treeOf(files, '', container));
        const { mails } = await readAll(backup);
        const keys = new Set<string>();
        for (const asset of heldOf(mails)) {
          const { bytes, sha256, crc32: sum } = await backup.openFile(asset);
          expect(bytes).toEqual(media.get(asset.ref.key));
          expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
          expect(sum).toBe(crc32(bytes));
          keys.add(asset.ref.key);
        }
        expect([...keys].toSorted()).toEqual([...media.keys()].toSorted());
      }
    }),
  },
  {
    name: 'reads no picture before it is opened',
    keep: ofEach(async ({ files }, format) => {
      const read: string[] = [];
      const tree = await treeOf(files);
      const watched: BackupFiles = {
        ...tree,
        bytes(path) {
          read.push(path);
          return tree.bytes(path);
        },
        pieces(path) {
          read.push(path);
          return tree.pieces(path);
        },
      };
      await format.recognise(watched);
      const backup = await openSample(format, watched);
      const { mails } = await readAll(backup);
      const paths = new Set(heldOf(mails).map(({ path }) => path));
      expect(read.filter((path) => paths.has(path))).toEqual([]);
      expect(read.length).toBeGreaterThan(0);
    }),
  },
  {
    name: 'reports damage, which hides nothing else',
    keep: ofEach(async ({ files, mails: whole, media, damages }, format) => {
      for (const { what, change, lostMails = [], lostFiles = [], isReported } of damages) {
        const changed = new Map(files);
        change(changed);
        const backup = await openSample(format, await treeOf(changed));
        const { mails, damage } = await readAll(backup);
        const left = whole.filter(({ id }) => !lostMails.includes(id)).map(({ id }) => id);
        expect(
          mails.map(({ mail }) => mail.row.id),
          what,
        ).toEqual(left);
        expect(damage.length > 0, `${what} is reported`).toBe(isReported);
        for (const { name, code } of damage) expect([name, code]).not.toContain('');
        const opened = await openFiles(backup, mails);
        for (const [key, bytes] of media)
          expect(opened.get(key), `${what}: ${key}`).toEqual(lostFiles.includes(key) ? undefined : bytes);
      }
    }),
  },
  {
    name: 'finds nothing in a check of what is whole, and something in one of what is not',
    keep: ofEach(async ({ files, damages }, format) => {
      for (const mode of ['quick', 'full'] as const) {
        const record = await findings(await openSample(format, await treeOf(files)), mode);
        expect(record.findings).toEqual([]);
        expect([record.done > 0, record.done]).toEqual([true, record.total]);
      }
      for (const { what, change } of damages) {
        const changed = new Map(files);
        change(changed);
        const record = await findings(await openSample(format, await treeOf(changed)), 'full');
        expect(record.findings.length, what).toBeGreaterThan(0);
      }
    }),
  },
  {
    name: 'stops with the reason of the signal',
    keep: ofEach(async ({ files, mails: whole }, format) => {
      const backup = await openSample(format, await treeOf(files));
      for (const mostMails of [0, 1]) {
        const stop = new AbortController();
        const reason = new Error('enough');
        if (mostMails === 0) stop.abort(reason);
        let seen = 0;
        const reading = (async () => {
          for await (const _ of backup.mails({ signal: stop.signal, onDamage: () => undefined })) {
            seen += 1;
            if (seen === mostMails) stop.abort(reason);
          }
        })();
        await expect(reading).rejects.toBe(reason);
        expect(seen).toBe(mostMails);
        expect(whole.length).toBeGreaterThan(mostMails);
      }
    }),
  },
  {
    name: 'rejects when the files vanish, rather than call them damaged',
    keep: ofEach(async ({ files }, format) => {
      let isGone = false;
      const entries = [...files].map(([path, bytes]): [string, Blob] => {
        const blob = new Blob([bytes]);
        const slice = blob.slice.bind(blob);
        blob.slice = (...range) => {
          const part = slice(...range);
          if (isGone) part.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
          return part;
        };
        return [path, blob];
      });
      const backup = await openSample(format, filesOfFolder(entries));
      isGone = true;
      await expect(readAll(backup)).rejects.toMatchObject({ code: 'file-unreadable' });
    }),
  },
  {
    name: 'runs nothing of a backup, and lets it change nothing outside',
    keep: ofEach(async ({ files }, format) => {
      const run: string[] = [];
      const refuse = (name: string) =>
        function refused(...words: unknown[]): never {
          run.push(`${name} ${String(words.at(-1)).slice(0, 40)}`);
          throw new Error('Something of the backup was to be run.');
        };
      const ways = ['eval', 'Function'];
      const real = ways.map((name) => Reflect.get(globalThis, name) as unknown);
      for (const name of ways) Reflect.set(globalThis, name, refuse(name));
      try {
        const backup = await openSample(format, await treeOf(files));
        await openFiles(backup, (await readAll(backup)).mails);
      } catch (error) {
        if (run.length === 0) throw error;
      } finally {
        for (const [at, name] of ways.entries()) Reflect.set(globalThis, name, real[at]);
      }
      expect(run).toEqual([]);
      expect(Object.keys(globalThis).filter((name) => /pwned|pollut/i.test(name))).toEqual([]);
      const plain: Record<string, unknown> = {};
      expect(plain['polluted']).toBeUndefined();
    }),
  },
];
