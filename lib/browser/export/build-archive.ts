import { archiveEntries, type ArchivePlan } from '../../formats/mail-ark/entries.ts';
import { archiveFileName } from '../../formats/paths.ts';
import type { PackTexts } from '../../zip/zip-file.ts';
import { createZipWriter, type ZipWriter } from '../../zip/zip-writer.ts';
import { listFilledAccounts } from './filled-accounts.ts';
import { packTexts } from './pack-texts.ts';

/** A finished archive, not yet saved: one file, or a set of volumes in order. */
export interface BuiltArchive {
  files: { blob: Blob; fileName: string }[];
  mails: number;
  assets: number;
}

/** Called whenever something was packed. */
export type OnPacked = (done: number, total: number) => void;

/**
 * Packs the contents of the plan into one ZIP, or several where the plan limits their size. `day` is only used in the
 * files' names; texts are compressed by `compress`, by default in this thread. Rejects with `nothing-to-export` when
 * there is no mail, `export-failed` when the result cannot be read back, or the signal's reason.
 */
export async function buildArchive(
  plan: ArchivePlan,
  day: string,
  onPacked: OnPacked,
  signal: AbortSignal,
  compress: PackTexts = packTexts,
): Promise<BuiltArchive> {
  const accounts = await listFilledAccounts(plan.content);
  const total = accounts.reduce((sum, { mails, savedAssets }) => sum + mails + savedAssets, 0);
  const writers: ZipWriter[] = [];
  const counts = { mail: 0, asset: 0, data: 0 };
  onPacked(0, total);
  // Exactly these accounts are packed: one that gets its first mails meanwhile is left to the next export.
  const content = { ...plan.content, accounts: () => Promise.resolve(accounts) };
  for await (const entry of archiveEntries({ ...plan, content }, signal)) {
    const writer = (writers[entry.volume - 1] ??= createZipWriter(compress));
    await writer.add(entry);
    counts[entry.kind] += 1;
    if (entry.kind !== 'data') onPacked(Math.min(counts.mail + counts.asset, total), total);
  }
  const isFiltered = plan.scope.kind === 'filtered';
  const count = writers.length;
  const files: BuiltArchive['files'] = [];
  for (const [at, writer] of writers.entries()) {
    signal.throwIfAborted();
    const volume = count > 1 ? { volume: { number: at + 1, count } } : {};
    const fileName = archiveFileName({ accounts, isFiltered, day, ending: '.zip', ...volume });
    files.push({ blob: await writer.finish(), fileName });
  }
  return { files, mails: counts.mail, assets: counts.asset };
}
