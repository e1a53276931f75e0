import { describe, expect, it } from 'vitest';
import { createWorkQueue } from '../../../lib/backup/work-queue.ts';

const unheard = new AbortController().signal;

/** A queue before a store that holds these. */
function aQueue(stored: string[], capacity = 3) {
  const store = new Set(stored);
  let asked = 0;
  const queue = createWorkQueue<string>({
    keyOf: (item) => item,
    capacity,
    async list(limit, except) {
      asked += 1;
      return [...store].filter((item) => !except.has(item)).slice(0, limit);
    },
  });
  const drain = async () => {
    const taken: string[] = [];
    for (let item; (item = await queue.take(unheard));) {
      taken.push(item);
      store.delete(item);
      queue.settle([item]);
    }
    return taken;
  };
  return { queue, store, drain, asked: () => asked };
}

describe('work queue', () => {
  it('brings what an earlier run left', async () => {
    const { queue, drain } = aQueue(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    queue.close();
    expect(await drain()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('brings everything once, though it holds only a few', async () => {
    const { queue, store, drain } = aQueue([]);
    const items = Array.from({ length: 50 }, (_, index) => `m${index}`);
    for (const item of items) store.add(item);
    queue.offer(items);
    queue.close();
    const taken = await drain();
    expect([...taken].sort()).toEqual([...items].sort());
  });

  it('does not give out again what is in work', async () => {
    const { queue } = aQueue(['a', 'b']);
    expect([await queue.take(unheard), await queue.take(unheard)]).toEqual(['a', 'b']);
    queue.poke();
    queue.close();
    expect(await queue.take(unheard)).toBeUndefined();
  });

  it('waits for more until it is closed', async () => {
    const { queue, drain } = aQueue([]);
    const taken = drain();
    queue.offer(['late']);
    await Promise.resolve();
    queue.offer(['later']);
    queue.close();
    expect(await taken).toEqual(['late', 'later']);
  });

  it('lets go when aborted', async () => {
    const { queue } = aQueue([]);
    const abort = new AbortController();
    const taking = queue.take(abort.signal);
    abort.abort(new Error('Cancelled.'));
    await expect(taking).rejects.toThrow('Cancelled.');
  });
});
