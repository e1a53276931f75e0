import { describe, expect, it } from 'vitest';
import { createSteadyTime } from '../../../lib/backup/steady-time.ts';

const minute = 60_000;
const show = (...minutes: number[]) => {
  const steady = createSteadyTime();
  return minutes.map((ms) => steady(ms * minute) / minute);
};

describe('a time left that is said', () => {
  it('is in whole minutes, then in whole hours', () => {
    expect(show(3.2)).toEqual([3]);
    expect(show(59.4)).toEqual([59]);
    expect(show(59.6)).toEqual([60]);
    expect(show(140)).toEqual([120]);
  });

  it('runs down minute by minute to less than one', () => {
    expect(show(3, 2.6, 2.4, 1.6, 1.4, 0.6, 0.4, 0)).toEqual([3, 3, 2, 2, 1, 1, 0, 0]);
    expect(show(62, 59.8, 59.4, 58.4)).toEqual([60, 60, 59, 58]);
  });

  it('does not flicker at the border of two minutes', () => {
    expect(show(3.6, 3.4, 3.6, 3.4, 3.6)).toEqual([4, 3, 3, 3, 3]);
  });

  it('goes up when it was plainly wrong', () => {
    expect(show(3, 3.9, 4.1)).toEqual([3, 3, 4]);
    expect(show(60, 110, 121)).toEqual([60, 60, 120]);
  });
});
