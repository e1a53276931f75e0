import type { AccountKey } from '../../../mail/mail.ts';
import { accountTuple } from '../database/keys.ts';
import type { Connection } from '../database/open.ts';
import type { KeyTuple } from '../database/schema.ts';
import { findAccount, listAccounts, withTallies } from '../records/accounts.ts';
import { addExport, findNewestExport, type ExportRecord } from '../records/exports.ts';
import { listIds } from '../records/mails.ts';
import {
  countUnexported,
  deleteUnexportedWhere,
  listUnexported,
  putUnexported,
} from '../records/unexported.ts';

/** The mails an export is about to read, so that only those it read are noted as exported. */
export interface ExportMark {
  /** `changes` of each account when the export began, by `[service, account]` as JSON. */
  changes: ReadonlyMap<string, number>;
}

/** What a finished ZIP holds: everything there was at the mark, or these mails. */
export type ExportCoverage = 'everything' | readonly KeyTuple[];

/** How exports stand, for every page that shows it. */
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
        const accounts = await listAccounts(transaction);
        const changes = new Map<string, number>();
        await withTallies(transaction, async (tallyOf) => {
          for (const account of accounts) {
            const now = (await tallyOf(account)).beginExport();
            changes.set(JSON.stringify(accountTuple(account)), now);
            if (account.changesExported !== undefined) continue;
            for (const id of await listIds(transaction, account))
              putUnexported(transaction, { service: account.service, account: account.account, id }, now);
          }
        });
        return { changes };
      }),

    listWaiting: (owner) =>
      connection.read(['accounts', 'mails', 'unexported'], async (transaction) => {
        const account = await findAccount(transaction, owner);
        return account?.changesExported === undefined
          ? listIds(transaction, owner)
          : listUnexported(transaction, owner);
      }),

    finish: (facts, { changes }, coverage) =>
      connection.write(['unexported', 'exports'], 'strict', async (transaction) => {
        await addExport(transaction, facts);
        if (coverage === undefined) return;
        const covered = coverage === 'everything' ? undefined : new Set(coverage.map(keyText));
        await deleteUnexportedWhere(transaction, (key, change) => {
          const [service, account] = key;
          const asOf = changes.get(JSON.stringify([service, account])) ?? 0;
          // What changed while the ZIP was written has a higher number and waits for the next.
          return change <= asOf && (!covered || covered.has(keyText(key)));
        });
      }),

    summary: () =>
      connection.read(['accounts', 'unexported', 'exports'], async (transaction) => {
        const [accounts, waiting, last] = await Promise.all([
          listAccounts(transaction),
          countUnexported(transaction),
          findNewestExport(transaction),
        ]);
        const never = accounts.filter(({ changesExported }) => changesExported === undefined);
        const mailsWaiting = never.reduce((sum, { counts }) => sum + counts.mailsSaved, waiting);
        return { ...(last && { last }), mailsWaiting };
      }),
  };
}

function keyText(key: KeyTuple): string {
  return JSON.stringify(key);
}
