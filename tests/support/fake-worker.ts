/** The members of a worker's global scope that exist here. */
export interface FakeScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  postMessage(message: unknown): void;
}

/** A worker in the current thread; messages are copied, as between threads. `begin` is its code. */
export function fakeWorker(begin: (scope: FakeScope) => void): Worker {
  let receive: (event: MessageEvent<unknown>) => void = () => undefined;
  const page: Partial<Worker> = {
    postMessage: (message: unknown) =>
      queueMicrotask(() => receive({ data: structuredClone(message) } as MessageEvent<unknown>)),
    terminate: () => {
      receive = () => undefined;
    },
  };
  begin({
    addEventListener: (_, listener) => {
      receive = listener;
    },
    postMessage: (data) =>
      queueMicrotask(() =>
        page.onmessage?.call(page as Worker, { data: structuredClone(data) } as MessageEvent),
      ),
  });
  return page as Worker;
}

/** A worker that fails on its first message. */
export function brokenWorker(): Worker {
  const broken: Partial<Worker> = {
    postMessage: () =>
      queueMicrotask(() => broken.onerror?.call(broken as Worker, new Event('error') as ErrorEvent)),
    terminate: () => undefined,
  };
  return broken as Worker;
}
