/**
 * Runs all tasks at once and resolves when all are done. The first failure aborts the others through the signal they
 * were given, and is thrown when all have ended.
 */
export async function inParallel(
  tasks: readonly ((signal: AbortSignal) => Promise<void>)[],
  outer: AbortSignal,
): Promise<void> {
  const abort = new AbortController();
  const onOuterAbort = () => abort.abort(outer.reason);
  if (outer.aborted) onOuterAbort();
  outer.addEventListener('abort', onOuterAbort, { once: true });
  try {
    await Promise.allSettled(
      tasks.map(async (task) => {
        try {
          abort.signal.throwIfAborted();
          await task(abort.signal);
        } catch (error) {
          abort.abort(error);
        }
      }),
    );
    abort.signal.throwIfAborted();
  } finally {
    outer.removeEventListener('abort', onOuterAbort);
  }
}

/** The same work by `count` workers, each taking the next item until there is none. */
export function workers(count: number, work: (signal: AbortSignal) => Promise<void>) {
  return (signal: AbortSignal): Promise<void> =>
    inParallel(
      Array.from({ length: count }, () => work),
      signal,
    );
}
