import { chooseContent } from '../../formats/content/choose-content.ts';
import type { ArchivePlan } from '../../formats/mail-ark/entries.ts';
import { leaveNameOutOfChoice, leaveOutName } from '../../formats/content/leave-out-name.ts';
import type { ArchiveContent } from '../../formats/content.ts';
import { isNarrow } from '../../mail/mail-choice.ts';
import type { ExportOptions } from '../../messages.ts';
import { buildArchive } from './build-archive.ts';
import { buildLists } from './build-lists.ts';
import { buildMbox } from './build-mbox.ts';
import type { OpenPlan } from './local-host.ts';
import type { ExportCoverage } from '../mail-store/doors/export-log.ts';
import { keyTuple } from '../mail-store/database/keys.ts';
import { openMailStore } from '../mail-store/doors/open-mail-store.ts';
import type { KeyTuple } from '../mail-store/database/schema.ts';
import { readOfflineViewer } from './offline-viewer.ts';
import { sanitizeBody, sanitizerVersion } from '../sanitizer.ts';
import { createWorkerPacker } from './worker-packer.ts';

/** Opens the store for an export. Rejects as `openMailStore` does, or with `export-failed`. */
export async function openExportPlan(options: ExportOptions): Promise<OpenPlan> {
  const { format, choice, isWithoutFiles, isWithoutName, volumeBytes } = options;
  const viewer = format === 'zip' ? await readOfflineViewer() : { script: '' };
  const store = await openMailStore();
  const mark = await store.exportLog.begin();
  const read: KeyTuple[] = [];
  const cleaned: ArchiveContent = {
    ...store.exportReader,
    mails: (owner, signal, isChosen) =>
      store.withCleanBodies(
        store.exportReader.mails(owner, signal, isChosen),
        sanitizeBody,
        sanitizerVersion,
      ),
  };
  // Cached bodies contain the name, and bodies without it are not to be cached.
  const kept = isWithoutName ? store.exportReader : cleaned;
  const isPart = isNarrow(choice);
  const named = isPart
    ? chooseContent(kept, {
        choice,
        listWaiting: (owner) => store.exportLog.listWaiting(owner),
        onChosen: (row) => read.push(keyTuple(row, row.id)),
      })
    : kept;
  const content = isWithoutName ? leaveOutName(named) : named;
  const source = {
    content,
    sanitize: sanitizeBody,
    isWithoutFiles,
    isPart: isPart || isWithoutFiles || isWithoutName,
  };
  const archive: ArchivePlan = {
    content,
    sanitize: sanitizeBody,
    viewer,
    scope: source.isPart
      ? {
          kind: 'filtered',
          choice: isWithoutName ? await leaveNameOutOfChoice(named, choice) : choice,
          isWithoutFiles,
          ...(isWithoutName && { isWithoutName }),
        }
      : { kind: 'whole' },
    ...(volumeBytes === undefined ? {} : { volumeBytes }),
  };
  return {
    async build(day, onPacked, signal) {
      if (format === 'mbox') return buildMbox(source, day, onPacked, signal);
      if (format === 'lists') return buildLists(source, day, onPacked, signal);
      const packer = createWorkerPacker(() => new Worker('/pack-worker.js'));
      try {
        return await buildArchive(archive, day, onPacked, signal, packer.pack);
      } finally {
        packer.close();
      }
    },
    close: () => store.close(),
    async note({ files, mails }, { finishedAt, downloadIds }) {
      // Only an export that imports without loss counts.
      const counts = format === 'zip' && !isWithoutFiles && !isWithoutName;
      const coverage: ExportCoverage | undefined = counts ? (isPart ? read : 'everything') : undefined;
      const facts = {
        finishedAt,
        files: files.map(({ fileName }, at) => ({ fileName, downloadId: downloadIds[at] ?? -1 })),
        sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        mails,
      };
      const reopened = await openMailStore();
      try {
        await reopened.exportLog.finish(facts, mark, coverage);
      } finally {
        reopened.close();
      }
    },
  };
}
