import { errorCodeOf } from '../errors.ts';
import type { SavedAsset } from '../mail/asset.ts';
import type { AccountKey } from '../mail/mail.ts';
import type { LastingProblem } from '../mail/mailbox-rest.ts';
import type { ImportStore, StoredSnapshot } from './import-store.ts';
import type {
  HeldAsset,
  ImportTerms,
  IncomingBackup,
  IncomingMail,
  IncomingRest,
  ReadingWatch,
} from './incoming.ts';
import { mapAhead } from './map-ahead.ts';
import { mailboxText } from './plan.ts';
import { readMedia } from './read-media.ts';
import { noteDamage, type ImportReport } from './report.ts';
import { throwIfUnreadable } from './unreadable.ts';
import { createBatchWriter } from './write-batches.ts';

/** All that one import needs. */
export interface ImportJob {
  id: string;
  backups: readonly IncomingBackup[];
  store: ImportStore;
  bringsBack: boolean;
  now(): Date;
  /** Mails and files done, of all there are. */
  onProgress(done: number, total: number): void;
  signal: AbortSignal;
  /** Filled in as it goes, so that a stop leaves a true report. */
  report: ImportReport;
}

/** So many mails have their files read and hashed at once. */
const mailsAhead = 4;

/**
 * Brings everything in, batch by batch, each one transaction; what is here already is neither read nor written. Damage is
 * noted and passed over. Rejects when the store refuses, the file vanishes, or with the signal's reason; what was written
 * until then stays, and running it again goes on.
 */
export async function runImport(job: ImportJob): Promise<void> {
  const { store, signal, report } = job;
  // Whole words come before those without the reader's name, which replace nothing.
  const backups = job.backups.toSorted((a, b) => Number(a.isWithoutName) - Number(b.isWithoutName));
  const total = backups.reduce((sum, { mailCount, fileCount }) => sum + mailCount + fileCount, 0);
  const watch: ReadingWatch = { signal, onDamage: (damage) => noteDamage(report, damage) };
  const rests: { rest: IncomingRest; keepsNotes: boolean }[] = [];
  // `keepsNotes`: else the same note would stand there with the reader's name and without.
  for (const backup of backups)
    rests.push({ rest: await backup.rest(watch), keepsNotes: backup.isWithoutName });
  const problems = joinProblems(rests.map(({ rest }) => rest));
  const snapshots = new Map<string, StoredSnapshot>();
  for (const owner of backups.flatMap(({ mailboxes }) => mailboxes)) {
    const name = mailboxText(owner);
    if (!snapshots.has(name)) snapshots.set(name, await store.readSnapshot(owner));
  }
  const termsOf = (owner: AccountKey): ImportTerms => ({
    import: job.id,
    now: job.now().toISOString(),
    bringsBack: job.bringsBack,
    problems: problems.get(mailboxText(owner)) ?? new Map(),
  });
  const writer = createBatchWriter(store, report);
  let done = 0;
  const advance = (count: number): void => {
    done += count;
    job.onProgress(Math.min(done, total), total);
  };
  advance(0);
  try {
    for (const backup of backups) {
      const read = mapAhead(backup.mails(watch), mailsAhead, async (incoming) => {
        signal.throwIfAborted();
        const { row } = incoming.mail;
        const here = snapshots.get(mailboxText(row));
        if (!here || (here.deletedIds.has(row.id) && !job.bringsBack)) return { incoming, files: [] };
        here.mailIds.add(row.id);
        return { incoming, files: await readFiles(job, backup, incoming, here, advance) };
      });
      for await (const { incoming, files } of read) {
        const { service, account } = incoming.mail.row;
        const owner = { service, account };
        await writer.add(owner, incoming, files, termsOf(owner));
        advance(1);
      }
    }
  } finally {
    // What was read whole is worth keeping, also when the user stops.
    await writer.finish();
  }
  for (const one of rests.flatMap(({ rest }) => rest.mailboxes)) {
    signal.throwIfAborted();
    await store.putRest(one, one, termsOf(one));
  }
  for (const { rest, keepsNotes } of rests) {
    for (const marks of rest.marks) {
      signal.throwIfAborted();
      // A mark on a mail that is not here would wait for it unseen.
      const isHere = (mark: AccountKey & { id: string }) =>
        snapshots.get(mailboxText(mark))?.mailIds.has(mark.id) === true;
      await store.putMarks({ ...marks, mails: marks.mails.filter(isHere) }, { id: job.id, keepsNotes });
    }
  }
  advance(total);
}

/** By mailbox, then asset key: a mail's file and the word on it may be in different volumes. */
function joinProblems(rests: readonly IncomingRest[]): Map<string, Map<string, LastingProblem>> {
  const joined = new Map<string, Map<string, LastingProblem>>();
  for (const { mailboxes } of rests) {
    for (const mailbox of mailboxes) {
      const name = mailboxText(mailbox);
      const own = joined.get(name) ?? new Map<string, LastingProblem>();
      for (const problem of mailbox.problems) if (problem.kind === 'asset') own.set(problem.id, problem);
      joined.set(name, own);
    }
  }
  return joined;
}

/** The mail's files that are not here yet. */
async function readFiles(
  { report, signal }: ImportJob,
  backup: IncomingBackup,
  { assets }: IncomingMail,
  here: StoredSnapshot,
  advance: (count: number) => void,
): Promise<SavedAsset[]> {
  const read: SavedAsset[] = [];
  const held = assets.filter((asset): asset is HeldAsset => asset.path !== undefined);
  report.files.missing += assets.length - held.length;
  for (const asset of held) {
    signal.throwIfAborted();
    const { key } = asset.ref;
    // A file that many mails show is counted once.
    if (here.seenAssets.has(key)) continue;
    here.seenAssets.add(key);
    advance(1);
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
