/** Runs deeds a few at a time. */
export interface NewestFirstQueue {
  /** Resolves with the deed's result; rejects with the signal's reason when aborted before its turn. */
  run<T>(deed: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/**
 * A queue in which the last wish comes first: while somebody scrolls, what came on screen last is what they look at. A
 * deed under way is never cut; one nobody waits for any more never begins.
 */
export function createNewestFirstQueue(limit: number): NewestFirstQueue {
  const waiting: { start: () => void; signal: AbortSignal }[] = [];
  let running = 0;
  const next = (): void => {
    while (running < limit) {
      const wish = waiting.pop();
      if (!wish) return;
      if (!wish.signal.aborted) wish.start();
    }
  };
  return {
    run: (deed, signal) =>
      new Promise((resolve, reject) => {
        const refuse = (): void => reject(signal.reason as Error);
        if (signal.aborted) return refuse();
        signal.addEventListener('abort', refuse, { once: true });
        const start = (): void => {
          signal.removeEventListener('abort', refuse);
          running += 1;
          void deed()
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
