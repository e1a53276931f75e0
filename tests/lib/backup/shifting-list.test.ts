import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFakeClock } from '../../support/fake-clock.ts';
import { amountOf, seed } from '../../support/fault-numbers.ts';
import { aMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import { backUpLetters } from '../../support/scripted-backup.ts';
import { aScriptedService, someMails } from '../../support/scripted-service.ts';
import { countTried } from '../../support/tried.ts';

const owner = { service: 'letters', account: 'a1' };
const pageSize = 3;
const mostMails = 60;
/** By then a page past the end is known, of the most pages there are. */
const firstWithdrawal = 1 + Math.ceil(Math.log2(mostMails / pageSize)) + 1;

/** What happens to the list just before it is asked for the n-th time. */
interface Change {
  beforeList: number;
  arriving: number;
  /** Places in the list, as shares of its length. */
  withdrawn: number[];
}

/** One run over a list that changes under it; answers the list as it is in the end. */
async function backUp(
  store: MemoryStore,
  mails: string[],
  changes: Change[],
  startedAt: string,
): Promise<string[]> {
  const clock = aFakeClock();
  let lists = 0;
  const service = aScriptedService({
    clock,
    mails,
    pageSize,
    picturesOf: () => [],
    fault({ kind }) {
      if (kind !== 'list') return undefined;
      lists += 1;
      // What is withdrawn while the first page past the end is still looked for may go unseen, as the walk says.
      for (const { arriving, withdrawn } of changes.filter(({ beforeList }) => beforeList === lists)) {
        const fresh = someMails(arriving).map((id) => `${startedAt.slice(8, 10)}-${lists}-${id}`);
        service.mails = [...fresh, ...service.mails];
        countTried('mail arriving or withdrawn during a listing', arriving + withdrawn.length);
        for (const place of lists < firstWithdrawal ? [] : withdrawn)
          service.mails.splice(Math.floor(place * service.mails.length), 1);
      }
      return undefined;
    },
  });
  const run = { isFull: false, startedAt };
  await backUpLetters({ clock, service, store, run });
  return service.mails;
}

const change = (most: { arriving: number; withdrawn: number }): fc.Arbitrary<Change> =>
  fc.record({
    beforeList: fc.integer({ min: 1, max: 40 }),
    arriving: fc.nat(most.arriving),
    withdrawn: fc.array(
      fc.nat(999).map((place) => place / 1000),
      { maxLength: most.withdrawn },
    ),
  });

describe('a list that changes while it is read', { timeout: 600_000 }, () => {
  it.each([
    ['mails arrive', { arriving: 4, withdrawn: 0 }],
    ['mails are withdrawn', { arriving: 0, withdrawn: 2 }],
    ['mails arrive and are withdrawn', { arriving: 3, withdrawn: 2 }],
  ])('leaves no mail behind that is still there at the next backup, when %s', async (_what, most) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: mostMails }),
        fc.array(change(most), { minLength: 1, maxLength: 4 }),
        fc.array(change({ ...most, withdrawn: 0 }), { maxLength: 2 }),
        async (count, first, second) => {
          const store = aMemoryStore();
          let mails = await backUp(store, someMails(count), first, '2026-01-01T00:00:00.000Z');
          mails = await backUp(store, mails, second, '2026-01-02T00:00:00.000Z');
          mails = await backUp(store, mails, [], '2026-01-03T00:00:00.000Z');
          const stored = new Set(store.content(owner).mails.map(({ id }) => id));
          expect(mails.filter((id) => !stored.has(id))).toEqual([]);
        },
      ),
      { numRuns: amountOf('shiftingLists'), seed },
    );
  });
});
