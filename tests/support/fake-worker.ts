/** What the code of a worker sees of its global here. */
export interface FakeScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  postMessage(message: unknown): void;
}

/** A worker whose thread is this one; what crosses is copied, as between threads. `begin` is its code. */
export function fakeWorker(begin: (scope: FakeScope) => void): Worker {
  let hear: (event: MessageEvent<unknown>) => void = () => undefined;
  const page: Partial<Worker> = {
    postMessage: (message: unknown) =>
      queueMicrotask(() => hear({ data: structuredClone(message) } as MessageEvent<unknown>)),
    terminate: () => {
      hear = () => undefined;
    },
  };
  begin({
    addEventListener: (_, listener) => {
      hear = listener;
    },
    postMessage: (data) =>
      queueMicrotask(() =>
        page.onmessage?.call(page as Worker, { data: structuredClone(data) } as MessageEvent),
      ),
  });
  return page as Worker;
}

/** A worker that breaks as soon as it is asked something. */
export function brokenWorker(): Worker {
  const broken: Partial<Worker> = {
    postMessage: () =>
      queueMicrotask(() => broken.onerror?.call(broken as Worker, new Event('error') as ErrorEvent)),
    terminate: () => undefined,
  };
  return broken as Worker;
}
