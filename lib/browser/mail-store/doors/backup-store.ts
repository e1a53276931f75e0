import type { BackupStore, Problem } from '../../../backup/ports.ts';
import type { AccountKey, SourceId } from '../../../mail/mail.ts';
import type { MailRef } from '../../../sources/source.ts';
import { createAssetOrders, readWaiting } from '../records/asset-orders.ts';
import { sizeOf, storeAssets, storesOfAssets } from '../records/assets.ts';
import type { Changes } from '../database/changes.ts';
import { isHoleFree, markWithdrawn } from '../transactions/finish-walk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import { nameBroken, storeListing } from '../transactions/listing.ts';
import { assetOrder, storeMails, storesOfMails } from '../transactions/mails.ts';
import type { Connection } from '../database/open.ts';
import { forgetProblems, storeProblem } from '../records/problems.ts';
import type { Reserve } from '../database/reserve.ts';
import { applyNames, putNames } from '../transactions/sender-names.ts';
import { noCounts, putTally, readTally } from '../records/accounts.ts';

interface BackupStoreParts {
  connection: Connection;
  changes: Changes;
  reserve: Reserve;
  /** The zone an archive of the service tells dates in: minutes east of UTC. */
  offsetOf(service: SourceId): number;
  /** The time noted beside problems and versions. */
  now(): Date;
}

/** The backup's side of the database. */
export function createBackupStore(parts: BackupStoreParts): BackupStore {
  const { connection, changes, reserve, offsetOf, now } = parts;
  const orders = createAssetOrders();
  return {
    listRuns: () => connection.read(['runs'], (transaction) => transaction.objectStore('runs').getAll()),

    async putRun(run, instead) {
      await connection.write(['runs'], 'strict', async (transaction) => {
        const runs = transaction.objectStore('runs');
        if (instead !== undefined) await runs.delete(instead);
        await runs.put(run);
      });
    },

    readFeed: (owner, feed) =>
      connection.read(['feeds'], async (transaction) => {
        const record = await transaction.objectStore('feeds').get(keyTuple(owner, feed));
        return record?.state ?? {};
      }),

    findKnown: (owner, feed, ids) =>
      connection.read(['feeds', 'refs'], async (transaction) => {
        const record = await transaction.objectStore('feeds').get(keyTuple(owner, feed));
        const upTo = record?.state.watermark?.walk;
        if (upTo === undefined) return new Set();
        const refs = await Promise.all(
          ids.map((id) => transaction.objectStore('refs').get(keyTuple(owner, id))),
        );
        const isKnown = (ref: (typeof refs)[number]) =>
          ref?.sightings.some((seen) => seen.feed === feed && seen.first <= upTo);
        return new Set(ids.filter((_, at) => isKnown(refs[at])));
      }),

    async putPages(owner, feed, pages, walk) {
      await reserve.claim(0);
      const broken = await nameBroken(pages);
      const refs = pages.flatMap((page) => page.refs);
      const mails = pages.flatMap((page) => page.mails);
      const waiting = await connection.write([...storesOfMails, 'feeds'], 'relaxed', async (transaction) => {
        const tally = await readTally(transaction, owner);
        const listed = { feed, walk, refs, mails, broken, now: now().toISOString() };
        const result = await storeListing(transaction, tally, owner, listed);
        const feeds = transaction.objectStore('feeds');
        const state = (await feeds.get(keyTuple(owner, feed)))?.state;
        const { service, account } = owner;
        await feeds.put({ service, account, feed, state: { ...state, walk } });
        await putTally(transaction, tally);
        return result.waiting;
      });
      if (mails.length > 0) changes.announce();
      return waiting;
    },

    readNames: (owner) =>
      connection.read(['accounts'], async (transaction) => {
        const record = await transaction.objectStore('accounts').get(accountTuple(owner));
        return record?.names ?? [];
      }),

    putNames: (owner, names) => putNames(connection, owner, names),

    async applyNames(owner) {
      if (await applyNames(connection, owner)) changes.announce();
    },

    listPending: (owner, limit, except) =>
      connection.read(['refs'], async (transaction) => {
        const found = await transaction
          .objectStore('refs')
          .index('waits')
          .getAll(keysUnder(...accountTuple(owner)), limit + except.size);
        return found
          .filter(({ id }) => !except.has(id))
          .slice(0, limit)
          .map(({ id, version, raw }): MailRef => ({ id, version, raw }));
      }),

    async putMails(owner, mails) {
      await reserve.claim(0);
      const waiting = await connection.write(storesOfMails, 'strict', async (transaction) => {
        const tally = await readTally(transaction, owner);
        const assets = await storeMails(transaction, tally, owner, mails, now().toISOString());
        await putTally(transaction, tally);
        return assets;
      });
      for (const mail of mails)
        for (const [at, { key }] of mail.assets.entries()) orders.note(key, assetOrder(mail, at));
      changes.announce();
      return waiting;
    },

    listWanted: (owner, limit, except) =>
      connection.read(['assets'], async (transaction) => {
        const found = await transaction
          .objectStore('assets')
          .index('waits')
          .getAll(keysUnder(...accountTuple(owner)), limit + except.size);
        const wanted = found.filter(({ key }) => !except.has(key)).slice(0, limit);
        for (const { key, order } of wanted) orders.note(key, order);
        return wanted.map(({ ref }) => ref);
      }),

    async putAssets(owner, assets) {
      await reserve.claim(sizeOf(assets));
      await connection.write(storesOfAssets, 'strict', async (transaction) => {
        const tally = await readTally(transaction, owner);
        const records = await readWaiting(transaction, owner, assets, orders);
        const utcOffsetMinutes = offsetOf(owner.service);
        await storeAssets(transaction, tally, owner, assets, { records, utcOffsetMinutes });
        await putTally(transaction, tally);
      });
      changes.announce();
    },

    async putProblems(problems) {
      await connection.write(['refs', 'assets', 'problems', 'accounts'], 'strict', async (transaction) => {
        for (const [owner, own] of byOwner(problems)) {
          const tally = await readTally(transaction, owner);
          for (const problem of own) await storeProblem(transaction, tally, problem);
          await putTally(transaction, tally);
        }
      });
      changes.announce();
    },

    listProblems: (owner) =>
      connection.read(['problems'], async (transaction) => {
        const found = await transaction.objectStore('problems').getAll(keysUnder(...accountTuple(owner)));
        return found.map(({ raw: _raw, ...problem }): Problem => problem);
      }),

    async retryProblems(owner) {
      await connection.write(['refs', 'assets', 'problems', 'accounts'], 'relaxed', async (transaction) => {
        const tally = await readTally(transaction, owner);
        await forgetProblems(transaction, tally, owner);
        await putTally(transaction, tally);
      });
    },

    async finishWalk(owner, feed, at, isTextOnly = false) {
      const stores = ['feeds', 'refs', 'assets', 'mails', 'problems', 'accounts'] as const;
      const result = await connection.write([...stores], 'strict', async (transaction) => {
        const feeds = transaction.objectStore('feeds');
        const record = await feeds.get(keyTuple(owner, feed));
        const walk = record?.state.walk;
        if (!record || !walk) return { isLeft: false, hasChanged: false };
        const isLeft = walk.isListed && (await isHoleFree(transaction, owner, feed, isTextOnly));
        let hasChanged = false;
        if (walk.isFull && walk.isListed) {
          const tally = await readTally(transaction, owner);
          hasChanged = await markWithdrawn(transaction, tally, owner, feed, walk.number);
          await putTally(transaction, tally);
        }
        if (isLeft) {
          const state = { ...record.state, watermark: { walk: walk.number, finishedAt: at } };
          await feeds.put({ ...record, state });
        }
        return { isLeft, hasChanged };
      });
      if (result.hasChanged) changes.announce();
      return result.isLeft;
    },

    counts: (owner) =>
      connection.read(['accounts'], async (transaction) => {
        const record = await transaction.objectStore('accounts').get(accountTuple(owner));
        return record?.counts ?? noCounts();
      }),
  };
}

function byOwner(problems: Problem[]): [AccountKey, Problem[]][] {
  const groups = new Map<string, [AccountKey, Problem[]]>();
  for (const problem of problems) {
    const { service, account } = problem;
    const name = JSON.stringify([service, account]);
    const group = groups.get(name) ?? [{ service, account }, []];
    group[1].push(problem);
    groups.set(name, group);
  }
  return [...groups.values()];
}
