import { archiveEntries, type ArchivePlan } from '../archive/entries.ts';
import { archiveFileName } from '../archive/paths.ts';
import { MailArkError } from '../errors.ts';
import { createZipWriter } from './zip-writer.ts';

/** A finished archive, not yet saved. */
export interface BuiltArchive {
  zip: Blob;
  fileName: string;
  mails: number;
  assets: number;
}

/** Called as often as something was packed. */
export type OnPacked = (done: number, total: number) => void;

/**
 * Packs everything of the plan into one ZIP. `day` goes into the file's name only. Rejects with `nothing-to-export` when
 * no mail is stored, `export-failed` when the result does not read back, or the signal's reason.
 */
export async function buildArchive(
  plan: ArchivePlan,
  day: string,
  onPacked: OnPacked,
  signal: AbortSignal,
): Promise<BuiltArchive> {
  const accounts = (await plan.content.accounts()).filter(({ mails }) => mails > 0);
  if (accounts.length === 0) throw new MailArkError('nothing-to-export', 'No mail is stored.');
  const total = accounts.reduce((sum, { mails, savedAssets }) => sum + mails + savedAssets, 0);
  const writer = createZipWriter();
  const counts = { mail: 0, asset: 0, data: 0 };
  onPacked(0, total);
  // The accounts read above are the ones packed: one that fills up meanwhile waits for the next export.
  const content = { ...plan.content, accounts: () => Promise.resolve(accounts) };
  for await (const entry of archiveEntries({ ...plan, content }, signal)) {
    await writer.add(entry);
    counts[entry.kind] += 1;
    if (entry.kind !== 'data') onPacked(Math.min(counts.mail + counts.asset, total), total);
  }
  signal.throwIfAborted();
  const zip = await writer.finish();
  const fileName = archiveFileName(accounts, plan.scope.kind === 'filtered', day);
  return { zip, fileName, mails: counts.mail, assets: counts.asset };
}
