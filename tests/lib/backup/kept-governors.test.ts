import { expect, it } from 'vitest';
import { createKeptGovernors } from '../../../lib/backup/kept-governors.ts';
import { aFakeClock } from '../../support/fake-clock.ts';

const host = 'www.letters.example';

it('goes on after a rest at the pace that an overloaded service has borne', async () => {
  const governorOf = createKeptGovernors(aFakeClock());
  const before = governorOf('letters', () => ({ atOnce: 16 }));
  (await before.acquire(host, 'detail', new AbortController().signal))('overloaded');
  const after = governorOf('letters', () => ({ atOnce: 12 }));
  expect(after.snapshot()).toMatchObject([{ host, atOnce: 8, ceiling: { atOnce: 12 } }]);
  expect(governorOf('talks', () => ({ atOnce: 16 })).snapshot()).toEqual([]);
});
