import { describe, expect, it } from 'vitest';
import { createReserve, reserveBytes } from '../../../../../lib/browser/mail-store/database/reserve.ts';

/** A disk that the reserve may look at, and that others may fill. */
function aDisk(freeBytes: number | undefined) {
  const disk = { freeBytes, looks: 0, now: 0 };
  const reserve = createReserve(
    () => {
      disk.looks += 1;
      return Promise.resolve(disk.freeBytes);
    },
    () => disk.now,
  );
  return { disk, reserve };
}

describe('the reserve', () => {
  it('refuses what would not leave it free, and nothing else', async () => {
    const { reserve } = aDisk(reserveBytes + 5_000);
    await reserve.claim(5_000);
    const { reserve: tighter } = aDisk(reserveBytes + 4_999);
    await expect(tighter.claim(5_000)).rejects.toMatchObject({ code: 'storage-full' });
    await tighter.claim(4_999);
  });

  it('counts what was written since it looked', async () => {
    const { disk, reserve } = aDisk(reserveBytes + 10_000);
    await reserve.claim(6_000);
    disk.freeBytes = reserveBytes + 4_000;
    await expect(reserve.claim(6_000)).rejects.toMatchObject({ code: 'storage-full' });
    expect(disk.looks).toBe(2);
  });

  it('goes on once room was made', async () => {
    const { disk, reserve } = aDisk(0);
    await expect(reserve.claim(1)).rejects.toMatchObject({ code: 'storage-full' });
    disk.freeBytes = reserveBytes + 1;
    await reserve.claim(1);
  });

  it('looks seldom, but sees in time what others write', async () => {
    const { disk, reserve } = aDisk(10 * reserveBytes);
    for (let at = 0; at < 15; at += 1) await reserve.claim(1_000_000);
    expect(disk.looks).toBe(1);
    disk.freeBytes = reserveBytes;
    disk.now = 10_000;
    await expect(reserve.claim(1)).rejects.toMatchObject({ code: 'storage-full' });
    disk.freeBytes = 10 * reserveBytes;
    for (let at = 0; at < 20; at += 1) await reserve.claim(1_000_000);
    expect(disk.looks).toBe(4);
  });

  it('refuses nothing where the browser does not tell', async () => {
    const { reserve } = aDisk(undefined);
    await reserve.claim(1e12);
  });
});
