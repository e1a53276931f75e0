import { MailArkError } from '../errors.ts';
import type { Recognised } from './backup-format.ts';
import type { ImportStore } from './import-store.ts';
import type { IncomingBackup } from './incoming.ts';
import { countMailbox, mailboxText, type ImportPlan, type MailboxCount } from './plan.ts';
import type { ImportDamage, ImportRecord } from './report.ts';
import { missingVolumes } from './volumes.ts';

/**
 * Reads every mail and says what an import would bring; nothing is written. Rejects with the code of the first refusal, or
 * `nothing-to-import`, when no backup is among the files, and with the signal's reason.
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
  for (const owner of backups.flatMap(({ mailboxes }) => mailboxes)) {
    const name = mailboxText(owner);
    if (!counts.has(name)) counts.set(name, countMailbox(owner, await store.readSnapshot(owner)));
  }
  const damaged: ImportDamage[] = [];
  const onDamage = (damage: ImportDamage): void => void damaged.push(damage);
  const total = backups.reduce((sum, { mailCount }) => sum + mailCount, 0);
  let done = 0;
  for (const backup of backups) {
    for await (const incoming of backup.mails({ signal, onDamage })) {
      onProgress(Math.min(done, total), total);
      done += 1;
      counts.get(mailboxText(incoming.mail.row))?.add(incoming);
    }
  }
  return {
    names: backups.map(({ name }) => name),
    mailboxes: [...counts.values()].map((count) => count.result()),
    isPartial: backups.some(({ isPartial }) => isPartial),
    missingVolumes: missingVolumes(backups),
    refused,
    damaged,
    goesOn: findUnfinished(await store.listImports(), backups) !== undefined,
  };
}

/** The import of the same backups that a closed tab or a stop has left. */
export function findUnfinished(
  records: readonly ImportRecord[],
  backups: readonly IncomingBackup[],
): ImportRecord | undefined {
  const digests = JSON.stringify(digestsOf(backups));
  return records.find(
    ({ state, backups: known }) =>
      (state === 'running' || state === 'stopped' || state === 'failed') && JSON.stringify(known) === digests,
  );
}

/** What recognises the same backups again, whatever their files are called now. */
export function digestsOf(backups: readonly IncomingBackup[]): string[] {
  return backups.map(({ digest }) => digest).sort();
}
