import type { ArchivedAsset, ArchivedMail } from '../../formats/mail-ark/data-files.ts';
import {
  mailFilesOf,
  readMailFile,
  readMetaFile,
  type BackupMeta,
  type OpenBackup,
} from '../../formats/mail-ark/open-backup.ts';
import { mailboxText } from '../../import/plan.ts';
import { isWithoutName } from '../../formats/mail-ark/manifest.ts';
import { noteDamage, type ImportReport } from '../../import/report.ts';
import type { AccountMeta } from '../../formats/content.ts';
import type { ImportTerms, IncomingMail } from '../../import/incoming.ts';
import type { LastingProblem } from '../../mail/mailbox-rest.ts';
import type { SavedAsset } from '../../backup/ports.ts';
import { errorCodeOf, MailArkError } from '../../errors.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { Marks } from '../../mail/marks.ts';
import type { EarlierMail } from '../../mail/merge.ts';
import type { ImportBatch, ImportStore, StoredSnapshot } from '../mail-store/doors/import-store.ts';
import { mapAhead } from './map-ahead.ts';
import { readMedia } from './read-files.ts';

/** All that one import needs. */
export interface ImportJob {
  id: string;
  backups: readonly OpenBackup[];
  store: ImportStore;
  bringsBack: boolean;
  now(): Date;
  /** Mails and files done, of all there are. */
  onProgress(done: number, total: number): void;
  signal: AbortSignal;
  /** Filled in as it goes, so that a stop leaves a true report. */
  report: ImportReport;
}

/** A transaction's worth, as a backup writes them. */
const batchFiles = 128;
const batchBytes = 16 * 1024 * 1024;
/** So many mails have their files read and hashed at once. */
const mailsAhead = 4;

/**
 * Brings everything in, batch by batch, each one transaction; what is here already is neither read nor written. Damage is
 * noted and passed over. Rejects when the store refuses, the file vanishes, or with the signal's reason; what was written
 * until then stays, and running it again goes on.
 */
export async function runImport(job: ImportJob): Promise<void> {
  const { store, signal } = job;
  // Whole words come before those without the reader's name, which replace nothing.
  const backups = job.backups.toSorted((a, b) => Number(isNameless(a)) - Number(isNameless(b)));
  const total = backups.reduce(
    (sum, { manifest }) => sum + manifest.counts.mails + manifest.counts.assets,
    0,
  );
  const metas = await readMetas({ ...job, backups });
  const snapshots = new Map<string, StoredSnapshot>();
  for (const owner of backups.flatMap(({ manifest }) => manifest.accounts)) {
    const name = mailboxText(owner);
    if (!snapshots.has(name)) snapshots.set(name, await store.readSnapshot(owner));
  }
  const writer = createWriter(job);
  let done = 0;
  const tell = (count: number): void => {
    done += count;
    job.onProgress(Math.min(done, total), total);
  };
  tell(0);
  try {
    for (const backup of backups) {
      for (const path of mailFilesOf(backup)) {
        for (const { owner, mails } of await readList(job, backup, path)) {
          const name = mailboxText(owner);
          const here = snapshots.get(name);
          if (!here) continue;
          const terms = termsOf(job, metas.problems.get(name));
          const versions = metas.versions.get(versionsKey(owner, backup));
          const read = mapAhead(mails, mailsAhead, async (mail) => {
            signal.throwIfAborted();
            const isUnwanted = here.deletedIds.has(mail.row.id) && !job.bringsBack;
            if (isUnwanted) return { mail, files: [] };
            here.mailIds.add(mail.row.id);
            return { mail, files: await readFiles(job, backup, mail, here, tell) };
          });
          for await (const { mail, files } of read) {
            const incoming = incomingOf(mail, versions?.get(mail.row.id) ?? [], isNameless(backup));
            await writer.add(owner, incoming, files, terms);
            tell(1);
          }
        }
      }
    }
  } finally {
    // What was read whole is worth keeping, also when the person stops.
    await writer.finish();
  }
  for (const meta of metas.all) {
    signal.throwIfAborted();
    await store.putRest(meta, meta, termsOf(job, metas.problems.get(mailboxText(meta))));
  }
  for (const { marks, keepsNotes } of metas.marks) {
    signal.throwIfAborted();
    const hereOf = (owner: AccountKey) => snapshots.get(mailboxText(owner));
    const marksHere = {
      ...marks,
      // A mark on a mail that is not here would wait for it unseen.
      mails: marks.mails.filter((mark) => hereOf(mark)?.mailIds.has(mark.id)),
    };
    await store.putMarks(marksHere, { id: job.id, keepsNotes });
  }
  tell(total);
}

function termsOf(job: ImportJob, problems: ReadonlyMap<string, LastingProblem> = new Map()): ImportTerms {
  return { import: job.id, now: job.now().toISOString(), bringsBack: job.bringsBack, problems };
}

interface Metas {
  all: AccountMeta[];
  /** `keepsNotes`: else the same note would stand there with the reader's name and without. */
  marks: { marks: Marks; keepsNotes: boolean }[];
  /** By `versionsKey`, then mail id. */
  versions: Map<string, Map<string, EarlierMail[]>>;
  /** By mailbox, then asset key. */
  problems: Map<string, Map<string, LastingProblem>>;
}

/** Marks and versions of all volumes: a mail's file and the word on it may be in different ones. */
async function readMetas({ backups, report }: ImportJob): Promise<Metas> {
  const metas: Metas = { all: [], marks: [], versions: new Map(), problems: new Map() };
  for (const backup of backups) {
    let read: BackupMeta;
    try {
      read = await readMetaFile(backup);
    } catch (error) {
      throwIfUnreadable(error);
      noteDamage(report, { what: 'meta', name: 'data/meta.js', code: errorCodeOf(error) });
      continue;
    }
    const keepsNotes = isNameless(backup);
    for (const marks of read.marks) metas.marks.push({ marks, keepsNotes });
    for (const meta of read.accounts) {
      const name = mailboxText(meta);
      const isOwn = (owner: AccountKey) => mailboxText(owner) === name;
      if (
        !backup.manifest.accounts.some(isOwn) ||
        !meta.versions.every(({ row, content }) => isOwn(row) && isOwn(content))
      ) {
        noteDamage(report, { what: 'meta', name: 'data/meta.js', code: 'archive-broken' });
        continue;
      }
      metas.all.push(meta);
      const versions = metas.versions.get(versionsKey(meta, backup)) ?? new Map<string, EarlierMail[]>();
      for (const version of meta.versions)
        versions.set(version.row.id, [...(versions.get(version.row.id) ?? []), version]);
      metas.versions.set(versionsKey(meta, backup), versions);
      const problems = metas.problems.get(name) ?? new Map<string, LastingProblem>();
      for (const problem of meta.problems) if (problem.kind === 'asset') problems.set(problem.id, problem);
      metas.problems.set(name, problems);
    }
  }
  return metas;
}

function isNameless({ manifest }: OpenBackup): boolean {
  return isWithoutName(manifest.scope);
}

/** A mailbox in all volumes of a sort: versions without the reader's name are none of a mail that has it. */
function versionsKey(owner: AccountKey, backup: OpenBackup): string {
  return `${mailboxText(owner)} ${isNameless(backup)}`;
}

async function readList(job: ImportJob, backup: OpenBackup, path: string) {
  try {
    return await readMailFile(backup, path);
  } catch (error) {
    throwIfUnreadable(error);
    noteDamage(job.report, { what: 'mails', name: path, code: errorCodeOf(error) });
    return [];
  }
}

/** A file that cannot be read at all is no damage of one part: going on would call everything damaged. */
function throwIfUnreadable(error: unknown): void {
  if (!(error instanceof MailArkError) || error.code === 'file-unreadable') throw error;
}

function incomingOf(
  { row, version, content, assets }: ArchivedMail,
  versions: EarlierMail[],
  isFromNameless: boolean,
): IncomingMail {
  const known = versions.map(({ replacedAt, row: old, content: words }) => ({
    replacedAt,
    row: old,
    content: words,
  }));
  const mail = { row, content, versions: known };
  if (isFromNameless) return { mail, isWithoutName: true, assets };
  return { mail, ...(version === undefined ? {} : { version }), assets };
}

/** The mail's files that are not here yet. */
async function readFiles(
  { report, signal }: ImportJob,
  backup: OpenBackup,
  { assets }: ArchivedMail,
  here: StoredSnapshot,
  tell: (count: number) => void,
): Promise<SavedAsset[]> {
  const read: SavedAsset[] = [];
  const wanted = assets.filter(
    (asset): asset is ArchivedAsset & { path: string } => asset.path !== undefined,
  );
  report.files.missing += assets.length - wanted.length;
  for (const asset of wanted) {
    signal.throwIfAborted();
    const { key } = asset.ref;
    // A file that many mails show is told of once.
    if (here.seenAssets.has(key)) continue;
    here.seenAssets.add(key);
    tell(1);
    if (here.savedAssets.has(key)) {
      report.files.held += 1;
      continue;
    }
    try {
      read.push(await readMedia(backup, asset));
    } catch (error) {
      throwIfUnreadable(error);
      // Another mail, or another volume, may have it whole.
      here.seenAssets.delete(key);
      noteDamage(report, { what: 'file', name: asset.path, code: errorCodeOf(error) });
    }
  }
  return read;
}

/** Gathers batches, and writes one while the next is read. */
function createWriter({ store, report }: ImportJob) {
  let batch: ImportBatch = { mails: [], assets: [] };
  let size = 0;
  let current: { owner: AccountKey; terms: ImportTerms } | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (owner: AccountKey, full: ImportBatch, terms: ImportTerms): Promise<void> => {
    const done = await store.putBatch(owner, full, terms);
    report.mails.added += done.added;
    report.mails.changed += done.changed;
    report.mails.held += done.held;
    report.mails.deleted += done.deleted;
    report.files.added += full.assets.length;
  };
  const flush = async (): Promise<void> => {
    await writing;
    if (!current || batch.mails.length === 0) return;
    const { owner, terms } = current;
    const full = batch;
    batch = { mails: [], assets: [] };
    size = 0;
    writing = write(owner, full, terms);
    // Told by the next flush; until then nobody listens.
    writing.catch(() => undefined);
  };

  return {
    async add(
      owner: AccountKey,
      mail: IncomingMail,
      assets: SavedAsset[],
      terms: ImportTerms,
    ): Promise<void> {
      if (current && mailboxText(current.owner) !== mailboxText(owner)) await flush();
      current = { owner, terms };
      batch.mails.push(mail);
      for (const asset of assets) batch.assets.push(asset);
      size += assets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 2 * mail.mail.content.raw.length);
      if (batch.assets.length >= batchFiles || batch.mails.length >= batchFiles * 4 || size >= batchBytes)
        await flush();
    },
    async finish(): Promise<void> {
      await flush();
      await writing;
    },
  };
}
