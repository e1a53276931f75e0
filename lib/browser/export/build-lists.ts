import { archiveFileName } from '../../formats/paths.ts';
import { listsEntries, type ListsPlan } from '../../formats/pm-list/write-lists.ts';
import { createZipWriter } from '../../zip/zip-writer.ts';
import type { BuiltArchive, OnPacked } from './build-archive.ts';
import { listFilledAccounts } from './filled-accounts.ts';
import { packTexts } from './pack-texts.ts';

/** Packs the lists for viewers of 2021 and their pictures into one ZIP. Rejects as `buildArchive` does. */
export async function buildLists(
  plan: ListsPlan & { isPart: boolean },
  day: string,
  onPacked: OnPacked,
  signal: AbortSignal,
): Promise<BuiltArchive> {
  const accounts = await listFilledAccounts(plan.content);
  const total = accounts.reduce((sum, { mails }) => sum + mails, 0);
  const writer = createZipWriter(packTexts);
  let assets = 0;
  let mails = 0;
  onPacked(0, total);
  const content: ListsPlan['content'] = {
    ...plan.content,
    accounts: () => Promise.resolve(accounts),
    async *mails(owner, itsSignal) {
      for await (const mail of plan.content.mails(owner, itsSignal)) {
        yield mail;
        mails += 1;
        onPacked(mails, total);
      }
    },
  };
  for await (const entry of listsEntries({ ...plan, content }, signal)) {
    if (entry.kind === 'asset') assets += 1;
    await writer.add(entry);
  }
  signal.throwIfAborted();
  const named = archiveFileName({ accounts, isFiltered: plan.isPart, day, ending: '.zip' });
  // The name distinguishes it from an archive, because importing it loses information.
  const fileName = named.replace(/^mail-ark-/, 'mail-ark-pm-list-');
  return { files: [{ blob: await writer.finish(), fileName }], mails, assets };
}
