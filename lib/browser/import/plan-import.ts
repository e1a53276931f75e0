import {
  mailFilesOf,
  missingVolumes,
  readMailFile,
  type OpenBackup,
} from '../../formats/mail-ark/open-backup.ts';
import { countMailbox, mailboxText, type ImportPlan, type MailboxCount } from '../../import/plan.ts';
import type { ImportDamage, ImportRecord } from '../../import/report.ts';
import { errorCodeOf, MailArkError } from '../../errors.ts';
import type { ImportStore } from '../mail-store/doors/import-store.ts';
import type { Recognised } from './choose-files.ts';

/**
 * Reads every list of mails and says what an import would bring; nothing is written. Rejects with the code of the first
 * refusal, or `nothing-to-import`, when no backup is among the files.
 */
export async function planImport(
  { backups, refused }: Recognised,
  store: ImportStore,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<ImportPlan> {
  if (backups.length === 0) {
    throw new MailArkError(refused[0]?.code ?? 'nothing-to-import', 'There is no backup among the files.');
  }
  const counts = new Map<string, MailboxCount>();
  for (const owner of backups.flatMap(({ manifest }) => manifest.accounts)) {
    const name = mailboxText(owner);
    if (!counts.has(name)) counts.set(name, countMailbox(owner, await store.readSnapshot(owner)));
  }
  const damaged: ImportDamage[] = [];
  const lists = backups.flatMap((backup) => mailFilesOf(backup).map((path) => ({ backup, path })));
  for (const [at, { backup, path }] of lists.entries()) {
    signal.throwIfAborted();
    onProgress(at, lists.length);
    try {
      for (const { owner, mails } of await readMailFile(backup, path))
        counts.get(mailboxText(owner))?.add(mails);
    } catch (error) {
      damaged.push({ what: 'mails', name: path, code: errorCodeOf(error) });
    }
  }
  const names = backups.map(({ name }) => name);
  return {
    names,
    mailboxes: [...counts.values()].map((count) => count.result()),
    isPartial: backups.some(({ manifest }) => manifest.scope.kind === 'filtered'),
    missingVolumes: missingVolumes(backups),
    refused,
    damaged,
    goesOn: findUnfinished(await store.listImports(), backups) !== undefined,
  };
}

/** The import of the same backups that a closed tab or a stop has left. */
export function findUnfinished(
  records: readonly ImportRecord[],
  backups: readonly OpenBackup[],
): ImportRecord | undefined {
  const digests = JSON.stringify(digestsOf(backups));
  return records.find(
    ({ state, backups: known }) =>
      (state === 'running' || state === 'stopped' || state === 'failed') && JSON.stringify(known) === digests,
  );
}

/** What tells the same backups again, whatever their files are called now. */
export function digestsOf(backups: readonly OpenBackup[]): string[] {
  return backups.map(({ manifest }) => manifest.digest).sort();
}
