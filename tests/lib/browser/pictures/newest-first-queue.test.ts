import { describe, expect, it } from 'vitest';
import { createNewestFirstQueue } from '../../../../lib/browser/pictures/newest-first-queue.ts';

const never = new AbortController().signal;

/** Deeds that note their beginning and end when told to. */
function deeds() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    began,
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise((resolve) => setTimeout(resolve));
    },
    deed: (name: string) => () => {
      began.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    },
  };
}

describe('the queue', () => {
  it('runs no more at once than allowed, and the last wish first', async () => {
    const { began, end, deed } = deeds();
    const queue = createNewestFirstQueue(2);
    for (const name of ['a', 'b', 'c', 'd', 'e']) void queue.run(deed(name), never);
    expect(began).toEqual(['a', 'b']);
    await end('a');
    expect(began).toEqual(['a', 'b', 'e']);
    await end('b');
    expect(began).toEqual(['a', 'b', 'e', 'd']);
  });

  it('never begins what nobody waits for any more, and says so', async () => {
    const { began, end, deed } = deeds();
    const queue = createNewestFirstQueue(1);
    const leaving = new AbortController();
    void queue.run(deed('a'), never);
    const given = queue.run(deed('b'), leaving.signal);
    void queue.run(deed('c'), AbortSignal.abort()).catch(() => undefined);
    leaving.abort(new Error('left the screen'));
    await expect(given).rejects.toThrow('left the screen');
    await end('a');
    expect(began).toEqual(['a']);
  });

  it('goes on after a deed that failed', async () => {
    const queue = createNewestFirstQueue(1);
    await expect(queue.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('next'), never)).toBe('next');
  });
});
