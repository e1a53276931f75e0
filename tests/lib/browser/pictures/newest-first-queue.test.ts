import { describe, expect, it } from 'vitest';
import { createNewestFirstQueue } from '../../../../lib/browser/pictures/newest-first-queue.ts';

const never = new AbortController().signal;

/** Tasks that record when they begin, and end on demand. */
function tasks() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    began,
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise((resolve) => setTimeout(resolve));
    },
    task: (name: string) => () => {
      began.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    },
  };
}

describe('the queue', () => {
  it('runs no more at once than allowed, and the last request first', async () => {
    const { began, end, task } = tasks();
    const queue = createNewestFirstQueue(2);
    for (const name of ['a', 'b', 'c', 'd', 'e']) void queue.run(task(name), never);
    expect(began).toEqual(['a', 'b']);
    await end('a');
    expect(began).toEqual(['a', 'b', 'e']);
    await end('b');
    expect(began).toEqual(['a', 'b', 'e', 'd']);
  });

  it('never starts an aborted task, and rejects it', async () => {
    const { began, end, task } = tasks();
    const queue = createNewestFirstQueue(1);
    const leaving = new AbortController();
    void queue.run(task('a'), never);
    const given = queue.run(task('b'), leaving.signal);
    void queue.run(task('c'), AbortSignal.abort()).catch(() => undefined);
    leaving.abort(new Error('left the screen'));
    await expect(given).rejects.toThrow('left the screen');
    await end('a');
    expect(began).toEqual(['a']);
  });

  it('continues after a task that failed', async () => {
    const queue = createNewestFirstQueue(1);
    await expect(queue.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('next'), never)).toBe('next');
  });
});
