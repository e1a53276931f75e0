import type { CheckFinding, CheckRecord, Repair } from '../../../import/check.ts';
import type { Changes } from '../database/changes.ts';
import { checkStore, countStored, type CheckWatch } from '../transactions/check-store.ts';
import type { Connection } from '../database/open.ts';
import { listChecks, putCheck } from '../records/checks.ts';
import { repairStore } from '../transactions/repair.ts';

/** The checks' side of the database. */
export interface CheckStore {
  /** Newest first. */
  listChecks(): Promise<CheckRecord[]>;
  putCheck(record: CheckRecord): Promise<void>;
  countStored(): Promise<number>;
  /** As `checkStore`. */
  check(record: CheckRecord, watch: CheckWatch): Promise<void>;
  /** As `repairStore`. */
  repair(findings: readonly CheckFinding[]): Promise<Repair>;
}

/** Opens the checks' side over a connection. */
export function createCheckStore(connection: Connection, changes: Changes): CheckStore {
  return {
    listChecks: () => connection.read(['checks'], listChecks),
    putCheck: (record) =>
      connection.write(['checks'], 'relaxed', (transaction) => putCheck(transaction, record)),
    countStored: () => countStored(connection),
    check: (record, watch) => checkStore(connection, record, watch),
    async repair(findings) {
      const repair = await repairStore(connection, findings);
      changes.announce();
      return repair;
    },
  };
}
