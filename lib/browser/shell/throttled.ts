/**
 * Calls `work` at most once in `ms`, and once more after the last call, so that the last state is never missed. Never twice at
 * the same time; a failure is left to the next call.
 */
export function throttled(ms: number, work: () => Promise<void>): () => void {
  let isBusy = false;
  let isWanted = false;

  async function run(): Promise<void> {
    isBusy = true;
    while (isWanted) {
      isWanted = false;
      await work().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    isBusy = false;
  }

  return () => {
    isWanted = true;
    if (!isBusy) void run();
  };
}
