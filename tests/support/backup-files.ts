import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import { leaveOutName } from '../../lib/formats/content/leave-out-name.ts';
import type { ArchiveScope } from '../../lib/formats/mail-ark/manifest.ts';
import { buildArchive } from '../../lib/browser/export/build-archive.ts';
import type { ChosenFile } from '../../lib/browser/import/choose-files.ts';
import { planImport } from '../../lib/import/plan-import.ts';
import { recognise } from '../../lib/browser/import/recognise.ts';
import { runImport } from '../../lib/import/run-import.ts';
import type { MailStore } from '../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { ImportPlan } from '../../lib/import/plan.ts';
import { emptyReport, type ImportRecord } from '../../lib/import/report.ts';
import type { SavedAsset } from '../../lib/mail/asset.ts';
import { alreadyClean } from './memory-archive.ts';

/** A picture that passes every check: a GIF that contains its name. */
export function aGif(name: string, sizeBytes = 60): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(sizeBytes, 10));
  bytes.set(new TextEncoder().encode(`GIF89a${name}`.slice(0, bytes.length - 1)));
  bytes[bytes.length - 1] = 0x3b;
  return bytes;
}

/** The picture as a backup would have saved it. */
export function aSavedGif(key: string, name = key, sizeBytes = 60): SavedAsset {
  const bytes = aGif(name, sizeBytes);
  return {
    key,
    bytes,
    contentType: 'image/gif',
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    crc32: crc32(bytes),
  };
}

/** Exports all of a store, into several volumes where their size is limited. */
export async function exportStore(
  store: MailStore,
  volumeBytes?: number,
  isWithoutName = false,
): Promise<File[]> {
  const scope: ArchiveScope = isWithoutName
    ? { kind: 'filtered', choice: {}, isWithoutFiles: false, isWithoutName }
    : { kind: 'whole' };
  const plan = {
    content: isWithoutName ? leaveOutName(store.exportReader) : store.exportReader,
    sanitize: alreadyClean,
    viewer: { script: 'start()' },
    scope,
    ...(volumeBytes === undefined ? {} : { volumeBytes }),
  };
  const { files } = await buildArchive(plan, '2026-11-23', () => undefined, new AbortController().signal);
  return files.map(({ blob, fileName }) => new File([blob], fileName));
}

/** The files as the user chooses them one by one. */
export const chosen = (files: File[]): ChosenFile[] => files.map((file) => ({ path: file.name, file }));

/** Imports chosen files into a store, from the choice to the report. */
export async function importInto(
  store: MailStore,
  files: ChosenFile[],
  options: {
    id?: string;
    bringsBack?: boolean;
    signal?: AbortSignal;
    onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<{ plan: ImportPlan; record: ImportRecord }> {
  const {
    id = 'import-1',
    bringsBack = false,
    signal = new AbortController().signal,
    onProgress = () => undefined,
  } = options;
  const recognised = await recognise(files);
  const plan = await planImport(recognised, store.imports, () => undefined, signal);
  const report = emptyReport();
  const record: ImportRecord = {
    id,
    startedAt: '2026-01-02T03:04:05Z',
    state: 'running',
    names: plan.names,
    backups: recognised.backups.map(({ digest }) => digest).sort(),
    mailboxes: plan.mailboxes.map(({ service, account, serviceName }) => ({ service, account, serviceName })),
    report,
  };
  await store.imports.putImport(record);
  const now = () => new Date('2026-01-02T03:04:05Z');
  await runImport({
    id,
    backups: recognised.backups,
    store: store.imports,
    bringsBack,
    now,
    onProgress,
    signal,
    report,
  });
  await store.imports.putImport({ ...record, state: 'done' });
  return { plan, record };
}
