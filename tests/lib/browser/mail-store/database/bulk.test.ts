import { beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import {
  deleteUnawaited,
  putUnawaited,
  readMany,
} from '../../../../../lib/browser/mail-store/database/bulk.ts';
import { keyTuple } from '../../../../../lib/browser/mail-store/database/keys.ts';
import { openConnection } from '../../../../../lib/browser/mail-store/database/open.ts';
import type { WriteTransaction } from '../../../../../lib/browser/mail-store/database/schema.ts';
import { owner } from '../../../../support/store-builders.ts';
import { freshDatabases } from '../open-store.ts';
import { cases } from '../../../../support/fault-numbers.ts';

const aProblem = (id: string) =>
  ({ ...owner, kind: 'mail', id, state: 'gone', code: 'not-found', at: '2026-01-01T00:00:00Z' }) as const;

const keyOfProblem = (id: string): [string, string, string, string] => [
  owner.service,
  owner.account,
  'mail',
  id,
];

async function inTransaction<T>(work: (transaction: WriteTransaction) => Promise<T> | T): Promise<T> {
  const connection = await openConnection();
  try {
    return await connection.write(['problems', 'texts'], 'relaxed', work);
  } finally {
    connection.close();
  }
}

async function idsLeft(): Promise<string[]> {
  const keys = await inTransaction((transaction) => transaction.objectStore('problems').getAllKeys());
  return keys.map(([, , , id]) => id);
}

beforeEach(freshDatabases);

describe('readMany', () => {
  it('finds the same values as asking for each key, however far apart they lie', async () => {
    const ids = fc.uniqueArray(
      fc.integer({ min: 0, max: 150 }).map((number) => `m${number}`),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(ids, ids, async (stored, wanted) => {
        freshDatabases();
        const found = await inTransaction(async (transaction) => {
          const store = transaction.objectStore('problems');
          for (const id of stored) await store.put(aProblem(id));
          return readMany(store, wanted.map(keyOfProblem));
        });
        expect([...found.keys()].sort()).toEqual(wanted.filter((id) => stored.includes(id)).sort());
        for (const [id, value] of found) expect(value).toEqual(aProblem(id));
      }),
      { numRuns: cases(60) },
    );
  });

  it('finds values whose keys come from outside', async () => {
    const found = await inTransaction(async (transaction) => {
      const store = transaction.objectStore('texts');
      // A distant key before the others, and more neighbours than one range holds.
      for (const id of ['b1', ...Array.from({ length: 120 }, (_, at) => `m${100 + at}`)])
        await store.put(`text of ${id}`, keyTuple(owner, id));
      return readMany(
        store,
        ['m219', 'b1', 'm150', 'x'].map((id) => keyTuple(owner, id)),
      );
    });
    expect(Object.fromEntries(found)).toEqual({
      b1: 'text of b1',
      m150: 'text of m150',
      m219: 'text of m219',
    });
  });

  it('asks no key by itself for what is not there, however many others lie between', async () => {
    const get = vi.spyOn(IDBObjectStore.prototype, 'get');
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    const found = await inTransaction(async (transaction) => {
      const store = transaction.objectStore('problems');
      for (let at = 101; at < 999; at += 1) await store.put(aProblem(`m${at}`));
      const ids = ['m999', ...Array.from({ length: 60 }, (_, at) => `m${1000 + at}`)];
      return readMany(store, ids.map(keyOfProblem));
    });
    expect([found.size, get.mock.calls.length]).toEqual([0, 0]);
    expect(getAll.mock.calls.length).toBeLessThan(3);
    vi.restoreAllMocks();
  });

  it('asks nothing for no keys', async () => {
    const found = await inTransaction((transaction) => readMany(transaction.objectStore('problems'), []));
    expect(found.size).toBe(0);
  });
});

describe('putUnawaited', () => {
  it('stores with the transaction, or fails it as a whole', async () => {
    await inTransaction((transaction) => putUnawaited(transaction.objectStore('problems'), aProblem('1')));
    const failing = inTransaction((transaction) => {
      putUnawaited(transaction.objectStore('problems'), aProblem('2'));
      const broken = { ...aProblem('3'), raw: (() => '3') as unknown as string };
      putUnawaited(transaction.objectStore('problems'), broken);
    });
    await expect(failing).rejects.toThrow();
    expect(await idsLeft()).toEqual(['1']);
  });
});

describe('deleteUnawaited', () => {
  it('deletes a key, or a range of them', async () => {
    await inTransaction((transaction) => {
      const store = transaction.objectStore('problems');
      for (const id of ['1', '2', '3', '4']) putUnawaited(store, aProblem(id));
      deleteUnawaited(store, keyOfProblem('1'));
      deleteUnawaited(store, IDBKeyRange.bound(keyOfProblem('2'), keyOfProblem('3')));
    });
    expect(await idsLeft()).toEqual(['4']);
  });
});
