import { describe, expect, it } from 'vitest';
import { srcsetAddresses } from '../../../lib/mail/srcset.ts';

describe('the addresses of a srcset', () => {
  it.each([
    ['https://i/a.jpg', ['https://i/a.jpg']],
    ['https://i/a.jpg 1x, https://i/b.jpg 2x', ['https://i/a.jpg', 'https://i/b.jpg']],
    [' ,https://i/a.jpg 640w,https://i/b.jpg,\n', ['https://i/a.jpg', 'https://i/b.jpg']],
    ['https://i/a,b.jpg 1.5x', ['https://i/a,b.jpg']],
    [',, 2x ,', []],
  ])('of %j are %j', (value, addresses) => {
    expect(srcsetAddresses(value)).toEqual(addresses);
  });

  it('are read in one pass, however many commas stand in one', () => {
    const address = `a${','.repeat(1_000_000)}b`;
    expect(srcsetAddresses(`${address},`)).toEqual([address]);
  });
});
