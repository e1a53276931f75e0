import { describe, expect, it } from 'vitest';
import { openOnce } from '../../../../lib/browser/shell/open-once.ts';

describe('what is opened once', () => {
  it('is shared by all who ask', async () => {
    let opened = 0;
    const open = openOnce(() => Promise.resolve((opened += 1)));
    expect(await Promise.all([open(), open()])).toEqual([1, 1]);
    expect(await open()).toBe(1);
  });

  it('is tried again after a failure', async () => {
    let tries = 0;
    const open = openOnce(() =>
      (tries += 1) === 1 ? Promise.reject(new Error('blocked')) : Promise.resolve(tries),
    );
    await expect(open()).rejects.toThrow('blocked');
    expect(await open()).toBe(2);
  });
});
