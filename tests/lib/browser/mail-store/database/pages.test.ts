import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atEnd } from '../../../../../lib/browser/mail-store/database/at-end.ts';
import { clearAccount } from '../../../../../lib/browser/mail-store/database/clear.ts';
import { openConnection, type Connection } from '../../../../../lib/browser/mail-store/database/open.ts';
import type { WriteTransaction } from '../../../../../lib/browser/mail-store/database/schema.ts';
import { withTally, type Tally } from '../../../../../lib/browser/mail-store/records/accounts.ts';
import {
  deleteRef,
  eachRef,
  findRef,
  listPendingRefs,
  listRefsOfFeed,
  putRef,
  readRefs,
  type RefRecord,
} from '../../../../../lib/browser/mail-store/records/refs.ts';
import { owner } from '../../../../support/store-builders.ts';
import { freshDatabases } from '../open-store.ts';

const aRefRecord = (id: string, change: Partial<RefRecord> = {}): RefRecord => ({
  ...{ ...owner, id, version: '1', raw: '', state: 'resolved', order: 0 },
  ...{ sightings: [], isWithdrawn: false, isBroken: false },
  ...change,
});

async function inStore<T>(
  connection: Connection,
  work: (tally: Tally, transaction: WriteTransaction) => Promise<T>,
): Promise<T> {
  return connection.write(['refs', 'accounts'], 'relaxed', (transaction) =>
    withTally(transaction, owner, (tally) => work(tally, transaction)),
  );
}

const idsOf = (refs: Iterable<RefRecord>) => [...refs].map(({ id }) => id);

/** Everything that a store of pages answers, in the words of a plain map. */
async function everythingIn(connection: Connection, ids: readonly string[]) {
  const all: RefRecord[] = [];
  for await (const some of eachRef(connection, owner)) all.push(...some);
  return connection.read(['refs'], async (transaction) => ({
    all: all.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    many: Object.fromEntries(await readRefs(transaction, owner, ids)),
    queue: idsOf(await listPendingRefs(transaction, owner, 5)),
    feed: idsOf(await listRefsOfFeed(transaction, owner, 'inbox')).sort(),
  }));
}

function everythingOf(model: ReadonlyMap<string, RefRecord>, ids: readonly string[]) {
  const all = [...model.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const waiting = all.filter(({ state }) => state === 'pending').sort((a, b) => a.order - b.order);
  return {
    all,
    many: Object.fromEntries(all.filter(({ id }) => ids.includes(id)).map((ref) => [ref.id, ref])),
    queue: idsOf(waiting.slice(0, 5)),
    feed: idsOf(all.filter(({ sightings }) => sightings.length > 0)),
  };
}

function fail(reason: string): never {
  throw new Error(reason);
}

const anId = fc.nat({ max: 8 }).map((number) => `m${number}`);
const aChange = fc.record({
  id: anId,
  act: fc.constantFrom('put' as const, 'put' as const, 'delete' as const),
  state: fc.constantFrom('pending' as const, 'resolved' as const),
  isSeen: fc.boolean(),
});
const aTransaction = fc.record({
  /** Each window has a connection of its own, which does not see what the other one writes. */
  window: fc.constantFrom(0 as const, 1 as const),
  /** The account is deleted before. */
  beginsAnew: fc.constantFrom(false, false, false, true),
  isAborted: fc.constantFrom(false, false, false, true),
  changes: fc.array(aChange, { maxLength: 12 }),
});

describe('a store of pages', () => {
  it('answers as a plain map does, whatever was put and deleted in whichever transactions and windows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aTransaction, { maxLength: 8 }),
        fc.uniqueArray(anId),
        async (transactions, asked) => {
          freshDatabases();
          const connections = [await openConnection(), await openConnection()] as const;
          let stored = new Map<string, RefRecord>();
          let order = 0;
          for (const { window, beginsAnew, isAborted, changes } of transactions) {
            const connection = connections[window];
            if (beginsAnew) {
              await connection.write(['refs', 'accounts'], 'relaxed', (transaction) =>
                clearAccount(transaction, ['refs', 'accounts'], owner),
              );
              stored = new Map();
            }
            const model = new Map(stored);
            const work = inStore(connection, async (tally, transaction) => {
              for (const { id, act, state, isSeen } of changes) {
                const before = await findRef(transaction, owner, id);
                expect(before).toEqual(model.get(id));
                if (act === 'put') {
                  const sightings = isSeen ? [{ feed: 'inbox', first: 1, last: 1 }] : [];
                  const ref = aRefRecord(id, { state, sightings, order: (order += 7) % 31 });
                  ref.order += order / 1e6;
                  putRef(tally, before, ref);
                  model.set(id, ref);
                } else if (before) {
                  deleteRef(tally, before);
                  model.delete(id);
                }
              }
              expect([...(await readRefs(transaction, owner, asked)).keys()].sort()).toEqual(
                asked.filter((id) => model.has(id)).sort(),
              );
              // After the pages have been put, as a disk that is full does.
              if (isAborted) atEnd(transaction, () => fail('aborted by the test'));
            });
            if (isAborted) await expect(work).rejects.toThrow('aborted by the test');
            else {
              await work;
              stored = model;
            }
            expect(await everythingIn(connection, asked)).toEqual(everythingOf(stored, asked));
          }
          for (const connection of connections) connection.close();
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds an entry that came to lie in another page in a transaction that was aborted', async () => {
    freshDatabases();
    const connection = await openConnection();
    await inStore(connection, async (tally) => putRef(tally, undefined, aRefRecord('m1')));
    const aborted = inStore(connection, async (tally, transaction) => {
      const before = await findRef(transaction, owner, 'm1');
      if (before) deleteRef(tally, before);
      putRef(tally, undefined, aRefRecord('m1'));
      atEnd(transaction, () => fail('aborted by the test'));
    });
    await expect(aborted).rejects.toThrow('aborted by the test');
    const found = await inStore(connection, (_tally, transaction) => findRef(transaction, owner, 'm1'));
    expect(found).toEqual(aRefRecord('m1'));
    connection.close();
  });

  it('finds entries however many others lie between them, and begins a new page when one is full', async () => {
    freshDatabases();
    const connection = await openConnection();
    const ids = Array.from({ length: 1_000 }, (_, at) => `img.example/${1_000 + at}/a.jpg`);
    await inStore(connection, async (tally) => {
      for (const id of [...ids, 'img.example/zz/portrait.jpg']) putRef(tally, undefined, aRefRecord(id));
    });
    const wanted = [ids[3], ids[990], 'img.example/1500/absent.jpg', 'img.example/zz/portrait.jpg'];
    const found = await connection.read(['refs'], (transaction) =>
      readRefs(
        transaction,
        owner,
        wanted.flatMap((id) => id ?? []),
      ),
    );
    expect([...found.keys()].sort()).toEqual([ids[3], ids[990], 'img.example/zz/portrait.jpg']);
    const pages = await connection.read(['refs'], (transaction) => transaction.objectStore('refs').getAll());
    expect(pages.map(({ entries }) => entries.length)).toEqual([...Array<number>(20).fill(48), 41]);
    connection.close();
  });

  it('loses no change where several entries of a page are read at once', async () => {
    freshDatabases();
    const connection = await openConnection();
    const ids = ['m1', 'm2', 'm3'];
    await inStore(connection, async (tally) => {
      for (const id of ids) putRef(tally, undefined, aRefRecord(id));
    });
    await inStore(connection, async (tally, transaction) => {
      await Promise.all(
        ids.map(async (id) => {
          const before = await findRef(transaction, owner, id);
          if (before) putRef(tally, before, { ...before, version: '2' });
        }),
      );
    });
    const { all } = await everythingIn(connection, []);
    expect(all).toEqual(ids.map((id) => aRefRecord(id, { version: '2' })));
    connection.close();
  });

  it('keeps nothing of a transaction that failed', async () => {
    freshDatabases();
    const connection = await openConnection();
    await inStore(connection, async (tally) => putRef(tally, undefined, aRefRecord('m1')));
    const failing = inStore(connection, async (tally, transaction) => {
      const before = await findRef(transaction, owner, 'm1');
      if (before) putRef(tally, before, { ...before, version: '2' });
      putRef(tally, undefined, aRefRecord('m2'));
      throw new Error('made up');
    });
    await expect(failing).rejects.toThrow('made up');
    expect((await everythingIn(connection, [])).all).toEqual([aRefRecord('m1')]);
    connection.close();
  });
});
