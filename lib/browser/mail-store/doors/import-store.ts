import type { ImportStore, StoredSnapshot } from '../../../import/import-store.ts';
import type { ImportTerms } from '../../../import/incoming.ts';
import type { SourceId } from '../../../mail/mail.ts';
import type { Changes } from '../database/changes.ts';
import type { Connection } from '../database/open.ts';
import type { Reserve } from '../database/reserve.ts';
import type { StoreName } from '../database/schema.ts';
import { withTally, type Tally } from '../records/accounts.ts';
import { eachAsset } from '../records/assets.ts';
import { putItem, readItems } from '../records/import-items.ts';
import { listImports, putImport } from '../records/imports.ts';
import { listIds } from '../records/mails.ts';
import { readProblems } from '../records/problems.ts';
import { eachRef } from '../records/refs.ts';
import { markStores } from '../transactions/edit-marks.ts';
import { importMails, type MailsImported } from '../transactions/import-mails.ts';
import { importMarks } from '../transactions/import-marks.ts';
import { importRest } from '../transactions/import-rest.ts';
import { storesOfMails } from '../transactions/mails.ts';
import { sizeOf, storeAssets, storesOfAssets } from '../transactions/store-assets.ts';
import { undoImport } from '../transactions/undo-import.ts';

const storesOfImport: StoreName[] = [...new Set([...storesOfMails, ...storesOfAssets]), 'importItems'];

interface ImportStoreOptions {
  connection: Connection;
  changes: Changes;
  reserve: Reserve;
  /** Announces to other windows that marks have changed. */
  markChanges: Changes;
  /** As in `BackupStoreOptions`. */
  offsetOf(service: SourceId): number;
}

/** Opens the import's side over a connection. */
export function createImportStore(options: ImportStoreOptions): ImportStore {
  const { connection, changes, reserve, markChanges, offsetOf } = options;
  return {
    listImports: () => connection.read(['imports'], listImports),

    putImport: (record) =>
      connection.write(['imports'], 'strict', (transaction) => putImport(transaction, record)),

    async readSnapshot(owner) {
      const mailIds = await connection.read(['mails'], (transaction) => listIds(transaction, owner));
      const snapshot: StoredSnapshot = {
        mailIds: new Set(mailIds),
        deletedIds: new Set(),
        savedAssets: new Map(),
        seenAssets: new Set(),
      };
      for await (const refs of eachRef(connection, owner))
        for (const { id, state } of refs) if (state === 'deleted') snapshot.deletedIds.add(id);
      for await (const assets of eachAsset(connection, owner)) {
        for (const { key, state, facts } of assets)
          if (state === 'saved' && facts) snapshot.savedAssets.set(key, facts.sha256);
      }
      return snapshot;
    },

    async putBatch(owner, { mails, assets }, terms) {
      await reserve.claim(sizeOf(assets));
      const done = await connection.write(storesOfImport, 'strict', (transaction) =>
        withTally(transaction, owner, async (tally) => {
          const arriving = new Set(assets.map(({ key }) => key));
          const result = await importMails(tally, mails, arriving, terms);
          await noteFilled(tally, result, terms);
          await storeAssets(tally, assets, {
            records: result.waiting,
            before: result.before,
            utcOffsetMinutes: offsetOf(owner.service),
          });
          return result.done;
        }),
      );
      changes.announce();
      return done;
    },

    async putRest(owner, rest, terms) {
      await reserve.claim(0);
      await connection.write(storesOfImport, 'strict', (transaction) =>
        withTally(transaction, owner, (tally) => importRest(tally, rest, terms)),
      );
    },

    async putMarks(theirs, options) {
      await connection.write([...markStores, 'importItems'], 'relaxed', (transaction) =>
        importMarks(transaction, theirs, options),
      );
      markChanges.announce();
    },

    async undo(id, onProgress, signal) {
      await undoImport(connection, id, onProgress, signal);
      changes.announce();
      markChanges.announce();
    },
  };
}

/** Remembers how files stood that were known and missing here, so that an undo can leave them so again. */
async function noteFilled(
  { transaction, service, account }: Tally,
  { waiting, before }: MailsImported,
  terms: ImportTerms,
): Promise<void> {
  const owner = { service, account };
  const keys = [...waiting.keys()].filter((key) => before.has(key));
  const [problems, items] = await Promise.all([
    readProblems(transaction, owner, 'asset', keys),
    readItems(transaction, owner, { import: terms.import, kind: 'asset' }, keys),
  ]);
  for (const key of keys) {
    const asset = before.get(key);
    if (!asset || items.has(key)) continue;
    const problem = problems.get(key);
    putItem(transaction, {
      ...{ service, account, import: terms.import, kind: 'asset', id: key, did: 'added' },
      before: { asset, ...(problem ? { problem } : {}) },
    });
  }
}
