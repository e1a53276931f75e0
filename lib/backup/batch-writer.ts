import type { Clock } from './ports.ts';

/** Gathers items and writes them many at a time: one transaction each would cost four times as much. */
export interface BatchWriter<T> {
  /** Resolves when there is room for another. Rejects with what a write failed with. */
  add(item: T): Promise<void>;
  /** Writes what is left; resolves when all is written, rejects with what a write failed with. */
  finish(): Promise<void>;
}

export interface BatchLimits {
  items: number;
  sizeBytes: number;
  waitMs: number;
  /** Unwritten bytes, those being written included, from which on `add` makes its caller wait. */
  unwrittenBytes: number;
}

export interface BatchWriterOptions<T> {
  limits: BatchLimits;
  sizeOf(item: T): number;
  /** One transaction; never called again before it is done. */
  write(items: T[]): Promise<void>;
  clock: Clock;
  /** Called once, with the first failure of a write. */
  onFailure?: (error: unknown) => void;
}

/** The very first item is written at once, so that something is safe early. */
export function createBatchWriter<T>(options: BatchWriterOptions<T>): BatchWriter<T> {
  const { limits, sizeOf, write, clock, onFailure } = options;
  let waiting: T[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | undefined;
  let writingBytes = 0;
  let isDue = true;
  let timer: AbortController | undefined;
  let failure: { error: unknown } | undefined;

  function take(): T[] {
    let count = 0;
    let sizeBytes = 0;
    for (const item of waiting) {
      if (count >= limits.items || (count > 0 && sizeBytes + sizeOf(item) > limits.sizeBytes)) break;
      count += 1;
      sizeBytes += sizeOf(item);
    }
    waitingBytes -= sizeBytes;
    writingBytes = sizeBytes;
    return waiting.splice(0, count);
  }

  const isFull = () => waiting.length >= limits.items || waitingBytes >= limits.sizeBytes;

  function pump(): void {
    if (writing || failure || waiting.length === 0) return;
    if (!isDue && !isFull()) return startTimer();
    const batch = take();
    isDue = false;
    timer?.abort();
    timer = undefined;
    writing = write(batch)
      .catch((error: unknown) => {
        failure = { error };
        waiting = [];
        waitingBytes = 0;
        onFailure?.(error);
      })
      .finally(() => {
        writing = undefined;
        writingBytes = 0;
        pump();
      });
  }

  function startTimer(): void {
    if (timer) return;
    const own = (timer = new AbortController());
    clock.sleep(limits.waitMs, own.signal).then(
      () => {
        if (timer === own) timer = undefined;
        isDue = true;
        pump();
      },
      () => undefined,
    );
  }

  function throwFailure(): void {
    if (failure) throw failure.error;
  }

  return {
    async add(item) {
      throwFailure();
      waiting.push(item);
      waitingBytes += sizeOf(item);
      pump();
      while (writing && waitingBytes + writingBytes > limits.unwrittenBytes) await writing;
      throwFailure();
    },
    async finish() {
      timer?.abort();
      timer = undefined;
      while (!failure && (writing || waiting.length > 0)) {
        isDue = true;
        pump();
        await writing;
      }
      throwFailure();
    },
  };
}
