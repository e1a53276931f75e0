import { emptyReport } from '../../../lib/archive/import/report.ts';
import { recognise } from '../../../lib/browser/import/choose-files.ts';
import { digestsOf, planImport } from '../../../lib/browser/import/plan-import.ts';
import { runImport } from '../../../lib/browser/import/run-import.ts';
import { openMailStore } from '../../../lib/browser/mail-store/open-mail-store.ts';

/** What one import was like. */
export interface ImportMeasure {
  /** From the choice of the file to the plan on screen, and from the click to the end. */
  planMs: number;
  importMs: number;
  mails: number;
  files: number;
  /** Must be 0. */
  damaged: number;
}

/** Milliseconds for reading a file once, in pieces of 8 MB, and hashing each: no import can be quicker. */
export async function measureReading(file: Blob): Promise<number> {
  const pieceBytes = 8 * 1024 * 1024;
  const begun = performance.now();
  let hashing: Promise<unknown> = Promise.resolve();
  for (let at = 0; at < file.size; at += pieceBytes) {
    const bytes = await file.slice(at, at + pieceBytes).arrayBuffer();
    await hashing;
    hashing = crypto.subtle.digest('SHA-256', bytes);
  }
  await hashing;
  return performance.now() - begun;
}

/** Imports a ZIP of ours into a database of that name, as the viewer does, without its screen. To be run in a page. */
export async function measureImport(file: File, name: string): Promise<ImportMeasure> {
  const store = await openMailStore({ name });
  const { signal } = new AbortController();
  const begun = performance.now();
  const recognised = await recognise([{ path: file.name, file }]);
  const plan = await planImport(recognised, store.imports, () => undefined, signal);
  const planned = performance.now();
  const report = emptyReport();
  const id = 'measured';
  await store.imports.putImport({
    ...{ id, report, state: 'running', startedAt: new Date().toISOString(), names: plan.names },
    ...{ backups: digestsOf(recognised.backups), mailboxes: plan.mailboxes },
  });
  await runImport({
    ...{ id, backups: recognised.backups, store: store.imports, bringsBack: false, signal, report },
    now: () => new Date(),
    onProgress: () => undefined,
  });
  const ended = performance.now();
  store.close();
  return {
    planMs: planned - begun,
    importMs: ended - planned,
    mails: report.mails.added,
    files: report.files.added,
    damaged: report.damaged.length + report.moreDamaged,
  };
}
