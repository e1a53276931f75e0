import { describe, expect, it } from 'vitest';
import { createBatchWriter, type BatchLimits } from '../../../lib/backup/batch-writer.ts';
import { StorageFullError } from '../../../lib/errors.ts';
import { aFakeClock } from '../../support/fake-clock.ts';

function aWriter({ fails = false, ...limits }: Partial<BatchLimits> & { fails?: boolean } = {}) {
  const clock = aFakeClock();
  const startedAt = clock.now();
  const batches: { items: number[]; at: number }[] = [];
  const failures: unknown[] = [];
  let atOnce = 0;
  const writer = createBatchWriter<number>({
    limits: { items: 5, sizeBytes: 1000, waitMs: 250, unwrittenBytes: 2000, ...limits },
    sizeOf: (item) => item,
    clock,
    onFailure: (error) => failures.push(error),
    async write(items) {
      expect(++atOnce).toBe(1);
      batches.push({ items, at: clock.now() - startedAt });
      await clock.sleep(100);
      atOnce -= 1;
      if (fails) throw new StorageFullError();
    },
  });
  return { writer, clock, batches, failures };
}

describe('batch writer', () => {
  it('writes the first at once, then as many as allowed, then what is left', async () => {
    const { writer, clock, batches } = aWriter();
    await clock.run(Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((item) => writer.add(item))));
    await clock.run(writer.finish());
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4, 5, 6], [7, 8]]);
  });

  it('does not keep a few waiting for long', async () => {
    const { writer, clock, batches } = aWriter();
    await clock.run(writer.add(1));
    await clock.run(clock.sleep(1000));
    await clock.run(writer.add(2));
    await clock.run(clock.sleep(1000));
    expect(batches).toEqual([
      { items: [1], at: 0 },
      { items: [2], at: 1250 },
    ]);
  });

  it('makes its caller wait when too much is unwritten', async () => {
    const { writer, clock, batches } = aWriter();
    await clock.run(writer.add(1));
    for (let item = 0; item < 8; item++) await clock.run(writer.add(900));
    const unwritten = 8 - batches.flatMap(({ items }) => items).filter((size) => size === 900).length;
    expect(unwritten * 900).toBeLessThanOrEqual(2000);
    for (const { items } of batches) expect(items.length).toBeLessThanOrEqual(1);
  });

  it('rejects a failed call once, and every later one', async () => {
    const { writer, clock, failures } = aWriter({ fails: true });
    await clock.run(writer.add(1));
    await expect(clock.run(writer.finish())).rejects.toBeInstanceOf(StorageFullError);
    await expect(writer.add(2)).rejects.toBeInstanceOf(StorageFullError);
    expect(failures).toHaveLength(1);
  });
});
