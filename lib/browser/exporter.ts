import { errorCodeOf } from '../errors.ts';
import type { ExportState } from '../messages.ts';
import { saveFile } from './download.ts';
import type { ExportHost } from './export-host.ts';
import { findExportHost } from './find-export-host.ts';

/** What an exporter works with; the last three are named only where a test has its own. */
export interface ExporterParts {
  /** Keeps the background alive until the returned function is called. */
  keepAwake(): () => void;
  onState(state: ExportState): void;
  host?: ExportHost;
  save?: typeof saveFile;
  now?(): Date;
}

/** Exports everything to one ZIP among the downloads. Runs in the background, with popup and viewer closed. */
export interface Exporter {
  /** Begins, unless one is running, and resolves at once; how it goes is told by `onState`. Never rejects. */
  start(): Promise<void>;
  /** Stops a running export and leaves no file. */
  cancel(): Promise<void>;
  isRunning(): boolean;
}

/** An exporter in which nothing runs yet. */
export function createExporter(parts: ExporterParts): Exporter {
  const { keepAwake, onState, host = findExportHost(), save = saveFile, now = () => new Date() } = parts;
  let running: AbortController | undefined;

  const run = async (signal: AbortSignal): Promise<void> => {
    const letSleep = keepAwake();
    let end: ExportState;
    try {
      onState({ phase: 'packing', done: 0, total: 0 });
      const built = await host.build(
        { day: localDay(now()) },
        (done, total) => onState({ phase: 'packing', done, total }),
        signal,
      );
      onState({ phase: 'saving' });
      for (const file of built.files) await save(file, signal);
      const { files, mails, assets } = built;
      const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
      const fileName = files[0]?.fileName ?? '';
      end = { phase: 'done', fileName, sizeBytes, mails, assets, finishedAt: now().toISOString() };
    } catch (error) {
      end = signal.aborted ? { phase: 'idle' } : { phase: 'failed', code: errorCodeOf(error) };
    }
    await host.release().catch(() => undefined);
    running = undefined;
    letSleep();
    onState(end);
  };

  return {
    start() {
      if (!running) {
        running = new AbortController();
        void run(running.signal);
      }
      return Promise.resolve();
    },
    cancel() {
      running?.abort();
      return Promise.resolve();
    },
    isRunning: () => running !== undefined,
  };
}

/** The day on the clock of the person, for the file's name. */
function localDay(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
