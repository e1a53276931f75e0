import { noteFinding, type CheckRecord } from '../../import/check.ts';
import { checkFiles } from '../../import/check-files.ts';
import type { OpenBackup } from './open-backup.ts';

/**
 * Checks a ZIP or folder against its manifest from the record's cursor on: quick whether every file is there in its size
 * and none besides, full every byte. Rejects as `checkFiles` does.
 */
export async function checkBackup(
  { manifest, files, listed }: OpenBackup,
  record: CheckRecord,
  watch: { onProgress(record: CheckRecord): Promise<void> | void; signal: AbortSignal },
): Promise<void> {
  await checkFiles(files, manifest.files, record, watch);
  for (const path of files.paths) {
    if (!listed.has(path) && path !== 'data/manifest.json')
      noteFinding(record, { kind: 'entry', path, code: 'unlisted-file' });
  }
  const countUnder = (folder: string) => manifest.files.filter(({ path }) => path.startsWith(folder)).length;
  const { assets, mails } = manifest.counts;
  if (countUnder('media/') !== assets || countUnder('mails/') !== mails)
    noteFinding(record, { kind: 'entry', path: 'data/manifest.json', code: 'archive-broken' });
  await watch.onProgress(record);
}
