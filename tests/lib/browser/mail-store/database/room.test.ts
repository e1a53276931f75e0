import { describe, expect, it } from 'vitest';
import { createRoomWatch } from '../../../../../lib/browser/mail-store/database/room.ts';

describe('the room left', () => {
  it('is asked for seldom, however often it is told', async () => {
    let now = 0;
    let looks = 0;
    const room = createRoomWatch({ now: () => now }, () => Promise.resolve(1_000 - looks++));
    expect(room.freeBytes()).toBeUndefined();
    await Promise.resolve();
    for (; now < 14_900; now += 300) expect(room.freeBytes()).toBe(1_000);
    now = 15_000;
    room.freeBytes();
    await Promise.resolve();
    expect(room.freeBytes()).toBe(999);
    expect(looks).toBe(2);
  });

  it('stays unknown where the browser does not tell', async () => {
    const room = createRoomWatch({ now: () => 0 }, () => Promise.resolve(undefined));
    room.freeBytes();
    await Promise.resolve();
    expect(room.freeBytes()).toBeUndefined();
  });
});
