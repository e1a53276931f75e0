/** Replaces the `setimmediate` package in JSZip: the same order of tasks, without `new Function`. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

Object.assign(globalThis, {
  setImmediate: (task: (...args: unknown[]) => void, ...args: unknown[]) => {
    waiting.push(() => {
      task(...args);
    });
    channel.port2.postMessage(undefined);
  },
});
