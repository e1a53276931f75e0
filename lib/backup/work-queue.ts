/** Items on their way from the store or the stage before to the workers. Holds few; the store holds the rest. */
export interface WorkQueue<T> {
  /** Hands on what just arrived; what finds no room is asked of the store later. */
  offer(items: readonly T[]): void;
  /** The store has something new, which was not offered. */
  poke(): void;
  /** Nothing more will be offered: `take` ends once the store has nothing either. */
  close(): void;
  /** The next item; undefined when there will be none. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<T | undefined>;
  /** The store knows what became of these; they will not come again. */
  settle(keys: readonly string[]): void;
}

export interface WorkQueueOptions<T> {
  keyOf(item: T): string;
  /** What waits in the store, `limit` at most, without `except`. */
  list(limit: number, except: ReadonlySet<string>): Promise<T[]>;
  /** Items held in memory at most. */
  capacity: number;
}

/** Starts by asking the store for what an earlier run left. */
export function createWorkQueue<T>({ keyOf, list, capacity }: WorkQueueOptions<T>): WorkQueue<T> {
  const items: T[] = [];
  const inWork = new Set<string>();
  let startedWhileListing: Set<string> | undefined;
  let mayStoreHaveMore = true;
  let isClosed = false;
  let refilling: Promise<void> | undefined;
  let wake = Promise.withResolvers<void>();

  function change(): void {
    wake.resolve();
    wake = Promise.withResolvers();
  }

  function admit(item: T): void {
    const key = keyOf(item);
    if (inWork.has(key)) return;
    inWork.add(key);
    startedWhileListing?.add(key);
    items.push(item);
  }

  async function refill(): Promise<void> {
    mayStoreHaveMore = false;
    const started = (startedWhileListing = new Set());
    // A copy: what is settled meanwhile may still be in what the store saw when it began to read.
    const found = await list(capacity, new Set(inWork));
    startedWhileListing = undefined;
    if (found.length >= capacity) mayStoreHaveMore = true;
    for (const item of found) if (!started.has(keyOf(item))) admit(item);
    change();
  }

  return {
    offer(offered) {
      for (const item of offered) {
        if (items.length < capacity) admit(item);
        else mayStoreHaveMore = true;
      }
      change();
    },
    poke() {
      mayStoreHaveMore = true;
      change();
    },
    close() {
      isClosed = true;
      change();
    },
    async take(signal) {
      signal.throwIfAborted();
      // Nearly always there is one, and dozens of workers would listen to the signal for each item.
      const ready = items.shift();
      if (ready !== undefined) return ready;
      const aborted = Promise.withResolvers<never>();
      aborted.promise.catch(() => undefined);
      const onAbort = () => aborted.reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        for (;;) {
          signal.throwIfAborted();
          const item = items.shift();
          if (item !== undefined) return item;
          if (!refilling && mayStoreHaveMore) refilling = refill().finally(() => (refilling = undefined));
          if (refilling) await Promise.race([refilling, aborted.promise]);
          else if (isClosed) return undefined;
          else await Promise.race([wake.promise, aborted.promise]);
        }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    settle(keys) {
      for (const key of keys) inWork.delete(key);
    },
  };
}
