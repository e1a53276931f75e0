import type { AccountKey } from '../../../mail/mail.ts';
import { putUnawaited } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import type { Connection } from '../database/open.ts';
import type { AccountRecord, ExportRecord, KeyTuple, WriteTransaction } from '../database/schema.ts';

/** How many exports are remembered. */
const exportsKept = 50;

/** The mails an export is about to read, so that only those it read are noted as exported. */
export interface ExportMark {
  /** `changes` of each account when the export began, by `[service, account]` as JSON. */
  changes: ReadonlyMap<string, number>;
}

/** What a finished ZIP holds: everything there was at the mark, or these mails. */
export type ExportCoverage = 'everything' | readonly KeyTuple[];

/** How exports stand, for everybody who shows it. */
export interface ExportSummary {
  last?: ExportRecord;
  /** Mails that no finished ZIP with files holds as they are now. */
  mailsWaiting: number;
}

/** What is known of exports: which were saved, and which mails none of them holds. */
export interface ExportLog {
  /** To be called before the first mail is read. */
  begin(): Promise<ExportMark>;
  /** The mails no finished ZIP holds as they are. */
  listWaiting(owner: AccountKey): Promise<string[]>;
  /** Notes a saved export; without coverage where a later ZIP must hold its mails all the same. */
  finish(
    facts: Omit<ExportRecord, 'id'>,
    mark: ExportMark,
    coverage: ExportCoverage | undefined,
  ): Promise<void>;
  summary(): Promise<ExportSummary>;
}

/** The log kept in the database. */
export function createExportLog(connection: Connection): ExportLog {
  return {
    begin: () =>
      connection.write(['accounts', 'mails', 'unexported'], 'relaxed', async (transaction) => {
        const accounts = transaction.objectStore('accounts');
        const changes = new Map<string, number>();
        for (const account of await accounts.getAll()) {
          const now = account.changes ?? 1;
          if (account.changesExported === undefined) {
            const keys = await transaction
              .objectStore('mails')
              .getAllKeys(keysUnder(...accountTuple(account)));
            for (const key of keys) putUnawaited(transaction.objectStore('unexported'), now, key);
          }
          changes.set(JSON.stringify(accountTuple(account)), now);
          putUnawaited(accounts, { ...account, changesExported: now });
        }
        return { changes };
      }),

    listWaiting: (owner) =>
      connection.read(['accounts', 'mails', 'unexported'], async (transaction) => {
        const account = await transaction.objectStore('accounts').get(accountTuple(owner));
        const store = account?.changesExported === undefined ? 'mails' : 'unexported';
        const keys = await transaction.objectStore(store).getAllKeys(keysUnder(...accountTuple(owner)));
        return keys.map(([, , id]) => id);
      }),

    finish: (facts, { changes }, coverage) =>
      connection.write(['unexported', 'exports'], 'strict', async (transaction) => {
        const exports = transaction.objectStore('exports');
        // The key generator fills in `id`, which the type asks for.
        await exports.add(facts as ExportRecord);
        const ids = await exports.getAllKeys();
        for (const id of ids.slice(0, Math.max(0, ids.length - exportsKept))) await exports.delete(id);

        const covered = coverage && coverage !== 'everything' ? new Set(coverage.map(keyText)) : undefined;
        if (coverage === undefined) return;
        let cursor = await transaction.objectStore('unexported').openCursor();
        while (cursor) {
          const [service, account] = cursor.key;
          const asOf = changes.get(JSON.stringify([service, account])) ?? 0;
          // What changed while the ZIP was written has a higher number and waits for the next.
          if (cursor.value <= asOf && (!covered || covered.has(keyText(cursor.key)))) await cursor.delete();
          cursor = await cursor.continue();
        }
      }),

    summary: () =>
      connection.read(['accounts', 'unexported', 'exports'], async (transaction) => {
        const [accounts, waiting, newest] = await Promise.all([
          transaction.objectStore('accounts').getAll(),
          transaction.objectStore('unexported').count(),
          transaction.objectStore('exports').openCursor(null, 'prev'),
        ]);
        const never = accounts.filter(({ changesExported }) => changesExported === undefined);
        const mailsWaiting = never.reduce((sum, { counts }) => sum + counts.mailsSaved, waiting);
        return { ...(newest ? { last: newest.value } : {}), mailsWaiting };
      }),
  };
}

function keyText(key: KeyTuple): string {
  return JSON.stringify(key);
}

/**
 * Notes that these mails, as they are now, are in no ZIP: after they were stored, changed, or got a file. To be called
 * once in a transaction, which must hold `unexported`, before its tally is put back. Before the first export nothing is
 * written, for then all mails count: a first backup has enough to write.
 */
export function markUnexported(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  ids: ReadonlySet<string>,
): void {
  if (tally.changesExported === undefined || ids.size === 0) return;
  tally.changes = (tally.changes ?? 1) + 1;
  const store = transaction.objectStore('unexported');
  for (const id of ids) putUnawaited(store, tally.changes, keyTuple(owner, id));
}
