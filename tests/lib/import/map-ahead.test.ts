import { describe, expect, it } from 'vitest';
import { mapAhead } from '../../../lib/import/map-ahead.ts';

describe('mapAhead', () => {
  it('gives results in order, with so many under way and no more', async () => {
    let underWay = 0;
    let most = 0;
    const results: number[] = [];
    const work = async (item: number) => {
      underWay += 1;
      most = Math.max(most, underWay);
      for (let turn = 0; turn < (item % 3) * 2; turn += 1) await Promise.resolve();
      underWay -= 1;
      return item * 10;
    };
    for await (const result of mapAhead([1, 2, 3, 4, 5, 6, 7], 3, work)) results.push(result);
    expect(results).toEqual([10, 20, 30, 40, 50, 60, 70]);
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(1);
  });

  it('fails where the item that fails has its turn', async () => {
    const results: number[] = [];
    const read = async () => {
      const work = (item: number) => (item === 2 ? Promise.reject(new Error('torn')) : Promise.resolve(item));
      for await (const result of mapAhead([0, 1, 2, 3], 2, work)) results.push(result);
    };
    await expect(read()).rejects.toThrow('torn');
    expect(results).toEqual([0, 1]);
  });
});
