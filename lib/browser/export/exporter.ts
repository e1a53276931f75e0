import { errorCodeOf } from '../../errors.ts';
import { dayText, ownMoment } from '../../mail/clock.ts';
import type { ExportOptions, ExportState } from '../../messages.ts';
import { saveExportFile, takeBack, takeBackLeftovers } from './download.ts';
import type { ExportHost } from './export-host.ts';
import { findExportHost } from './find-export-host.ts';
import { clearScratch } from './scratch-file.ts';

/** The parts of an exporter; the last four are replaced only in tests. */
export interface ExporterParts {
  /** Keeps the background alive until the returned function is called. */
  keepAwake(): () => void;
  onState(state: ExportState): void;
  host?: ExportHost;
  save?: typeof saveExportFile;
  /** Removes finished downloads. */
  undo?: typeof takeBack;
  now?(): Date;
}

/** Exports mails into files among the downloads. Runs in the background, with popup and viewer closed. */
export interface Exporter {
  /**
   * Starts an export unless one is running, and resolves at once; progress is reported through `onState`. Never
   * rejects.
   */
  start(options: ExportOptions): Promise<void>;
  /** Cancels a running export and leaves no file. */
  cancel(): Promise<void>;
  isRunning(): boolean;
  /** The state of the export under way, or else of the last one. */
  state(): ExportState;
  /** Removes the remains of an export that was killed; called when the background starts. Never rejects. */
  sweep(): Promise<void>;
}

/** Creates an exporter without a running export. */
export function createExporter(parts: ExporterParts): Exporter {
  const {
    keepAwake,
    onState,
    host = findExportHost(),
    save = saveExportFile,
    undo = takeBack,
    now = () => new Date(),
  } = parts;
  let running: AbortController | undefined;
  let swept = Promise.resolve();
  let state: ExportState = { phase: 'idle' };

  const show = (next: ExportState): void => {
    state = next;
    onState(next);
  };

  const run = async (options: ExportOptions, signal: AbortSignal): Promise<void> => {
    const letSleep = keepAwake();
    const downloadIds: number[] = [];
    let end: ExportState;
    try {
      await swept;
      show({ phase: 'packing', done: 0, total: 0 });
      const built = await host.build(
        // The day on the user's own clock: it belongs to the export, not to a mail.
        { day: dayText(ownMoment(now().getTime()).day), options },
        (done, total) => show({ phase: 'packing', done, total }),
        signal,
      );
      show({ phase: 'saving' });
      for (const file of built.files) downloadIds.push(await save(file, signal));
      const { files, mails, assets } = built;
      const finishedAt = now().toISOString();
      const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
      const fileName = files[0]?.fileName ?? '';
      end = { phase: 'done', fileName, files: files.length, sizeBytes, mails, assets, finishedAt };
      // The files are saved even when the record fails: their mails are then exported once more than necessary.
      await host.note({ finishedAt, downloadIds }).catch(() => undefined);
    } catch (error) {
      // A part of a set is useless.
      for (const id of downloadIds) await undo(id);
      end = signal.aborted ? { phase: 'idle' } : { phase: 'failed', code: errorCodeOf(error) };
    }
    await host.release().catch(() => undefined);
    // An offscreen document may be closed before it does this itself.
    await clearScratch();
    running = undefined;
    letSleep();
    show(end);
  };

  return {
    start(options) {
      if (!running) {
        running = new AbortController();
        void run(options, running.signal);
      }
      return Promise.resolve();
    },
    cancel() {
      running?.abort();
      return Promise.resolve();
    },
    isRunning: () => running !== undefined,
    state: () => state,
    sweep() {
      swept = Promise.all([takeBackLeftovers(), host.release().then(clearScratch)]).then(
        () => undefined,
        () => undefined,
      );
      return swept;
    },
  };
}
