import type { BackupStore, Problem } from '../../../backup/ports.ts';
import { watermarkOf } from '../../../backup/watermark.ts';
import type { AssetRef } from '../../../mail/asset.ts';
import type { SourceId } from '../../../mail/mail.ts';
import type { MailRef } from '../../../sources/source.ts';
import type { Changes } from '../database/changes.ts';
import type { Connection } from '../database/open.ts';
import type { Reserve } from '../database/reserve.ts';
import type { StoreName } from '../database/schema.ts';
import { findAccount, noCounts, withTallies, withTally } from '../records/accounts.ts';
import { listSavedLast, listWantedAssets, readAssets } from '../records/assets.ts';
import { readBodies } from '../records/bodies.ts';
import { putFeedState, readFeedState } from '../records/feeds.ts';
import { listItemsOf } from '../records/import-items.ts';
import { listNewestRows } from '../records/mails.ts';
import { listProblems } from '../records/problems.ts';
import { listPendingRefs, readRefs } from '../records/refs.ts';
import { deleteRun, listRuns, putRun } from '../records/runs.ts';
import { isHoleFree, markWithdrawn } from '../transactions/finish-walk.ts';
import { nameBroken, storeListing } from '../transactions/listing.ts';
import { storeMails, storesOfMails } from '../transactions/mails.ts';
import { forgetProblems, storeProblem, storeRefusal } from '../transactions/problems.ts';
import { applyNames, putNames } from '../transactions/sender-names.ts';
import { storePart, storesOfParts } from '../transactions/store-part.ts';
import { sizeOf, storeAssets, storesOfAssets } from '../transactions/store-assets.ts';

/** Among so many of the newest there is one that came from the service, if the latest backup brought any. */
const newestLookedAt = 32;

interface BackupStoreOptions {
  connection: Connection;
  changes: Changes;
  reserve: Reserve;
  /** The zone of the dates in an archive of the service: minutes east of UTC. */
  offsetOf(service: SourceId): number;
  /** The time noted beside problems and versions. */
  now(): Date;
}

/** The backup's side of the database. */
export function createBackupStore(options: BackupStoreOptions): BackupStore {
  const { connection, changes, reserve, offsetOf, now } = options;
  return {
    listRuns: () => connection.read(['runs'], listRuns),

    async putRun(run, instead) {
      await connection.write(['runs'], 'strict', (transaction) => {
        if (instead !== undefined) deleteRun(transaction, instead);
        putRun(transaction, run);
      });
    },

    readFeed: (owner, feed) =>
      connection.read(['feeds'], (transaction) => readFeedState(transaction, owner, feed)),

    findKnown: (owner, feed, ids) =>
      connection.read(['feeds', 'refs'], async (transaction) => {
        const upTo = (await readFeedState(transaction, owner, feed)).watermark?.walk;
        if (upTo === undefined) return new Set();
        const refs = await readRefs(transaction, owner, ids);
        const isKnown = (id: string) =>
          refs.get(id)?.sightings.some((seen) => seen.feed === feed && seen.first <= upTo);
        return new Set(ids.filter(isKnown));
      }),

    async putPages(owner, feed, pages, walk) {
      await reserve.claim(0);
      const broken = await nameBroken(pages);
      const refs = pages.flatMap((page) => page.refs);
      const mails = pages.flatMap((page) => page.mails);
      const waiting = await connection.write([...storesOfMails, 'feeds'], 'relaxed', (transaction) =>
        withTally(transaction, owner, async (tally) => {
          const listed = { feed, walk, refs, mails, broken, now: now().toISOString() };
          const result = await storeListing(tally, listed);
          const state = await readFeedState(transaction, owner, feed);
          putFeedState(transaction, owner, feed, { ...state, walk });
          return result.waiting;
        }),
      );
      if (mails.length > 0) changes.announce();
      return waiting;
    },

    readNames: (owner) =>
      connection.read(['accounts'], async (transaction) => [
        ...((await findAccount(transaction, owner))?.names ?? []),
      ]),

    putNames: (owner, names) => putNames(connection, owner, names),

    async applyNames(owner) {
      if (await applyNames(connection, owner)) changes.announce();
    },

    listPending: (owner, limit, except) =>
      connection.read(['refs'], async (transaction) => {
        const found = await listPendingRefs(transaction, owner, limit + except.size);
        return found
          .filter(({ id }) => !except.has(id))
          .slice(0, limit)
          .map(({ id, version, raw }): MailRef => ({ id, version, raw }));
      }),

    async putMails(owner, mails) {
      await reserve.claim(0);
      const waiting = await connection.write(storesOfMails, 'strict', (transaction) =>
        withTally(transaction, owner, (tally) => storeMails(tally, mails, now().toISOString())),
      );
      changes.announce();
      return waiting;
    },

    listWanted: (owner, limit, except) =>
      connection.read(['assets'], async (transaction) => {
        const found = await listWantedAssets(transaction, owner, limit + except.size);
        const wanted = found.filter(({ key }) => !except.has(key)).slice(0, limit);
        return wanted.map(({ ref }) => ref);
      }),

    async putPart(owner, part) {
      await reserve.claim(part.bytes.length);
      // Nothing is finished by it: what a crash takes is fetched again.
      await connection.write(storesOfParts, 'relaxed', (transaction) =>
        withTally(transaction, owner, (tally) => storePart(tally, part)),
      );
    },

    async putAssets(owner, assets) {
      await reserve.claim(sizeOf(assets));
      await connection.write(storesOfAssets, 'strict', (transaction) =>
        withTally(transaction, owner, async (tally) => {
          const keys = assets.map(({ key }) => key);
          const records = await readAssets(transaction, owner, keys);
          await storeAssets(tally, assets, { records, utcOffsetMinutes: offsetOf(owner.service) });
        }),
      );
      changes.announce();
    },

    async putProblems(problems) {
      const stores = [...storesOfParts, 'refs', 'problems'] satisfies StoreName[];
      await connection.write(stores, 'strict', (transaction) =>
        withTallies(transaction, async (tallyOf) => {
          for (const problem of problems) await storeProblem(await tallyOf(problem), problem);
        }),
      );
      changes.announce();
    },

    async putRefusals(refusals) {
      await connection.write(['refs', 'assets', 'problems', 'accounts'], 'strict', (transaction) =>
        withTallies(transaction, async (tallyOf) => {
          for (const refusal of refusals) await storeRefusal(await tallyOf(refusal), refusal);
        }),
      );
      changes.announce();
    },

    listProblems: (owner) =>
      connection.read(['problems'], async (transaction) => {
        const found = await listProblems(transaction, owner);
        return found.map(({ raw: _raw, ...problem }): Problem => problem);
      }),

    async retryProblems(owner, withGone = false) {
      await connection.write(['refs', 'assets', 'problems', 'accounts'], 'relaxed', (transaction) =>
        withTally(transaction, owner, (tally) => forgetProblems(tally, withGone)),
      );
    },

    listSavedMails: (owner) =>
      connection.read(['mails', 'bodies'], async (transaction) => {
        const rows = await listNewestRows(transaction, owner, newestLookedAt);
        const ids = rows.filter(({ isWithdrawn }) => !isWithdrawn).map(({ id }) => id);
        const bodies = await readBodies(transaction, owner, ids);
        const live = ids.flatMap((id) => bodies.get(id) ?? []).filter(({ origin }) => origin === undefined);
        return live.map(({ id, raw }): MailRef => ({ id, version: '', raw }));
      }),

    listSavedAssets: (owner) =>
      connection.read(['assets', 'importItems'], async (transaction) => {
        const found: AssetRef[] = [];
        for (const { key, ref } of await listSavedLast(transaction, owner, newestLookedAt)) {
          const items = await listItemsOf(transaction, { ...owner, kind: 'asset', id: key });
          if (!items.some(({ did }) => did === 'added')) found.push(ref);
        }
        return found;
      }),

    async finishWalk(owner, feed, at) {
      const stores = ['feeds', 'refs', 'mails', 'problems', 'accounts'] as const;
      const result = await connection.write([...stores], 'strict', async (transaction) => {
        const state = await readFeedState(transaction, owner, feed);
        const { walk } = state;
        if (!walk) return { isLeft: false, hasChanged: false };
        const isLeft = walk.isListed && (await isHoleFree(transaction, owner, feed));
        const hasChanged =
          walk.isFull &&
          walk.isListed &&
          (await withTally(transaction, owner, (tally) => markWithdrawn(tally, feed, walk.number)));
        if (isLeft)
          putFeedState(transaction, owner, feed, {
            ...state,
            watermark: watermarkOf(walk, at),
          });
        return { isLeft, hasChanged };
      });
      if (result.hasChanged) changes.announce();
      return result.isLeft;
    },

    counts: (owner) =>
      connection.read(
        ['accounts'],
        async (transaction) => (await findAccount(transaction, owner))?.counts ?? noCounts(),
      ),
  };
}
