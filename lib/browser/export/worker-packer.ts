import type { PackTexts, TextEntry } from '../../zip/zip-file.ts';
import { packTexts } from './pack-texts.ts';

interface Job {
  id: number;
  entries: readonly TextEntry[];
}
type Answer = { id: number; packed?: ArrayBuffer };

/** The members of a worker's global scope that are used. */
interface PackerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  postMessage(message: unknown, options: StructuredSerializeOptions): void;
}

/** The worker's end: packs the texts it receives, one job after the other. */
export function answerPacks(scope: PackerScope): void {
  let work = Promise.resolve();
  scope.addEventListener('message', ({ data }) => {
    const { id, entries } = data as Job;
    work = work.then(() =>
      packTexts(entries).then(
        (packed) => scope.postMessage({ id, packed } satisfies Answer, { transfer: [packed] }),
        () => scope.postMessage({ id } satisfies Answer, {}),
      ),
    );
  });
}

/** Packs texts in another thread than the one that collects them. */
export interface Packer {
  pack: PackTexts;
  /** Ends the worker; the promises of unfinished jobs never settle. */
  close(): void;
}

/** The page's end. Where a worker cannot be started, or fails, texts are packed in this thread. */
export function createWorkerPacker(start: () => Worker): Packer {
  const waiting = new Map<
    number,
    { entries: readonly TextEntry[]; resolve(packed: Promise<ArrayBuffer>): void }
  >();
  let worker: Worker | undefined;
  let lastId = 0;

  const giveUp = (): void => {
    worker?.terminate();
    worker = undefined;
    for (const { entries, resolve } of waiting.values()) resolve(packTexts(entries));
    waiting.clear();
  };
  try {
    worker = start();
    worker.onerror = giveUp;
    worker.onmessage = ({ data: { id, packed } }: MessageEvent<Answer>) => {
      const job = waiting.get(id);
      waiting.delete(id);
      job?.resolve(packed ? Promise.resolve(packed) : packTexts(job.entries));
    };
  } catch {
    worker = undefined;
  }

  return {
    pack(entries) {
      if (!worker) return packTexts(entries);
      const id = ++lastId;
      const packed = new Promise<ArrayBuffer>((resolve) => waiting.set(id, { entries, resolve }));
      worker.postMessage({ id, entries } satisfies Job);
      return packed;
    },
    close() {
      worker?.terminate();
      worker = undefined;
      waiting.clear();
    },
  };
}
