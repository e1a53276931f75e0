interface Tab {
  id: number;
  status?: string;
}

interface Event<Listener> {
  addListener(listener: Listener, ...more: unknown[]): void;
  removeListener(listener: Listener): void;
}

/** The little of the extension's API that the bench page calls. */
export const api = (
  globalThis as unknown as {
    chrome: {
      tabs: {
        create(options: { url: string; active?: boolean }): Promise<Tab>;
        get(id: number): Promise<Tab>;
        remove(id: number): Promise<void>;
      };
      scripting: {
        executeScript<A extends unknown[], T>(injection: {
          target: { tabId: number };
          func: (...args: A) => T;
          args?: A;
        }): Promise<{ result: Awaited<T> }[]>;
      };
      storage: {
        local: {
          get(key: 'settings'): Promise<{ settings?: object }>;
          set(values: object): Promise<void>;
        };
      };
      webRequest: {
        onBeforeRequest: Event<(details: { url: string; tabId: number; timeStamp: number }) => void>;
      };
    };
  }
).chrome;

export const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks until there is something. Rejects with `complaint` after a minute. */
export async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  complaint: string,
): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(complaint);
    await rest(20);
  }
}
