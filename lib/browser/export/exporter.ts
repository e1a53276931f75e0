import { errorCodeOf } from '../../errors.ts';
import { dayText, ownMoment } from '../../mail/clock.ts';
import type { ExportOptions, ExportState } from '../../messages.ts';
import { saveExportFile, takeBack, takeBackLeftovers } from './download.ts';
import type { ExportHost } from './export-host.ts';
import { findExportHost } from './find-export-host.ts';
import { clearScratch } from './scratch-file.ts';

/** What an exporter works with; the last four are named only where a test has its own. */
export interface ExporterParts {
  /** Keeps the background alive until the returned function is called. */
  keepAwake(): () => void;
  onState(state: ExportState): void;
  host?: ExportHost;
  save?: typeof saveExportFile;
  /** Takes finished downloads back. */
  undo?: typeof takeBack;
  now?(): Date;
}

/** Exports what was asked for into files among the downloads. Runs in the background, with popup and viewer closed. */
export interface Exporter {
  /** Begins, unless one is running, and resolves at once; how it goes is told by `onState`. Never rejects. */
  start(options: ExportOptions): Promise<void>;
  /** Stops a running export and leaves no file. */
  cancel(): Promise<void>;
  isRunning(): boolean;
  /** Clears away what an export left that was killed; to be called when the background starts. Never rejects. */
  sweep(): Promise<void>;
}

/** An exporter in which nothing runs yet. */
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

  const run = async (options: ExportOptions, signal: AbortSignal): Promise<void> => {
    const letSleep = keepAwake();
    const downloadIds: number[] = [];
    let end: ExportState;
    try {
      await swept;
      onState({ phase: 'packing', done: 0, total: 0 });
      const built = await host.build(
        // The day on the user's own clock: it is the export's, not a mail's.
        { day: dayText(ownMoment(now().getTime()).day), options },
        (done, total) => onState({ phase: 'packing', done, total }),
        signal,
      );
      onState({ phase: 'saving' });
      for (const file of built.files) downloadIds.push(await save(file, signal));
      const { files, mails, assets } = built;
      const finishedAt = now().toISOString();
      const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
      const fileName = files[0]?.fileName ?? '';
      end = { phase: 'done', fileName, files: files.length, sizeBytes, mails, assets, finishedAt };
      // The files are there, whatever the note says: without it their mails are exported once more than needed.
      await host.note({ finishedAt, downloadIds }).catch(() => undefined);
    } catch (error) {
      // A part of a set is of no use to anybody.
      for (const id of downloadIds) await undo(id);
      end = signal.aborted ? { phase: 'idle' } : { phase: 'failed', code: errorCodeOf(error) };
    }
    await host.release().catch(() => undefined);
    // An offscreen document is closed before it could do so itself.
    await clearScratch();
    running = undefined;
    letSleep();
    onState(end);
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
    sweep() {
      swept = Promise.all([takeBackLeftovers(), host.release().then(clearScratch)]).then(
        () => undefined,
        () => undefined,
      );
      return swept;
    },
  };
}
