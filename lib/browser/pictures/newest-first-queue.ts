/** Runs tasks, a few at a time. */
export interface NewestFirstQueue {
  /** Resolves with the task's result; rejects with the signal's reason when aborted before it starts. */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/**
 * Creates a queue in which the last request is served first: while the user scrolls, the newest thumbnails are the ones
 * on screen. A running task is never interrupted; an aborted one never starts.
 */
export function createNewestFirstQueue(limit: number): NewestFirstQueue {
  const waiting: { start: () => void; signal: AbortSignal }[] = [];
  let running = 0;
  const next = (): void => {
    while (running < limit) {
      const entry = waiting.pop();
      if (!entry) return;
      if (!entry.signal.aborted) entry.start();
    }
  };
  return {
    run: (task, signal) =>
      new Promise((resolve, reject) => {
        const refuse = (): void => reject(signal.reason as Error);
        if (signal.aborted) return refuse();
        signal.addEventListener('abort', refuse, { once: true });
        const start = (): void => {
          signal.removeEventListener('abort', refuse);
          running += 1;
          void task()
            .then(resolve, reject)
            .finally(() => {
              running -= 1;
              next();
            });
        };
        waiting.push({ start, signal });
        next();
      }),
  };
}
