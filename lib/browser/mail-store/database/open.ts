import { openDB } from 'idb';
import { MailArkError } from '../../../errors.ts';
import { writeEndings } from './at-end.ts';
import { toStoreError, withRoomLookedAt } from './store-errors.ts';
import {
  databaseName,
  type Database,
  type ReadTransaction,
  type StoreName,
  type UpgradeTransaction,
  type WriteTransaction,
} from './schema.ts';
import { firstVersion, migrations as allMigrations, versionAfter, type Migration } from './migrations.ts';

/** What tests may put in the place of the real thing. */
export interface OpenOptions {
  name?: string;
  migrations?: readonly Migration[];
}

/** The connection to the database: opened when first needed, and again when the browser dropped it. */
export interface Connection {
  /** Runs `work` in one transaction that only reads. Rejects with the named failures of `toStoreError`. */
  read<T>(stores: StoreName[], work: (transaction: ReadTransaction) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in one transaction, all or nothing: a rejection leaves nothing of it stored. `strict` resolves only when
   * the bytes are safe from a crash of the machine, `relaxed` from one of the browser.
   */
  write<T>(
    stores: StoreName[],
    durability: IDBTransactionDurability,
    work: (transaction: WriteTransaction) => Promise<T> | T,
  ): Promise<T>;
  close(): void;
}

/**
 * Opens the database and brings it to the newest version. Rejects with `storage-newer` when it is of a later one, and with
 * `storage-older` when it is of a build from before the first release, which is left as it is.
 */
export async function openConnection(options: OpenOptions = {}): Promise<Connection> {
  const { name = databaseName, migrations = allMigrations } = options;
  let opening: Promise<Database> | undefined;
  let end: MailArkError | undefined;

  const open = async (): Promise<Database> => {
    let isTooOld = false;
    try {
      const database: Database = await openDB(name, versionAfter(migrations), {
        upgrade(upgraded, oldVersion, _newVersion, transaction) {
          isTooOld = oldVersion > 0 && oldVersion < firstVersion;
          if (isTooOld) rollBack(transaction);
          else void migrate(upgraded, transaction, migrations.slice(stepsDone(oldVersion)));
        },
        blocking(_version, wanted) {
          // A newer version of the extension waits in another window: it must not wait for ever. Without a wanted version
          // the database is being deleted, and the next use finds a new one.
          if (wanted !== null)
            end = new MailArkError('storage-newer', 'A newer version has taken over the database.');
          opening = undefined;
          database.close();
        },
        terminated() {
          opening = undefined;
        },
      });
      return database;
    } catch (error) {
      opening = undefined;
      if (isTooOld)
        throw new MailArkError('storage-older', 'The mails were written before the first release.', {
          cause: error,
        });
      throw await withRoomLookedAt(error);
    }
  };
  const connected = (): Promise<Database> => {
    if (end) return Promise.reject(end);
    return (opening ??= open());
  };

  await connected();
  return {
    async read(stores, work) {
      const database = await connected();
      try {
        const transaction = database.transaction(stores, 'readonly');
        // A request that fails aborts it; the work rejects with the reason.
        transaction.done.catch(() => undefined);
        return await work(transaction);
      } catch (error) {
        throw end ?? (await withRoomLookedAt(error));
      }
    },

    async write(stores, durability, work) {
      const database = await connected();
      let transaction: WriteTransaction;
      try {
        transaction = database.transaction(stores, 'readwrite', { durability });
      } catch (error) {
        throw end ?? toStoreError(error);
      }
      // Awaited below; work that throws first must not leave an unhandled rejection.
      transaction.done.catch(() => undefined);
      try {
        const result = await work(transaction);
        writeEndings(transaction);
        await transaction.done;
        return result;
      } catch (error) {
        // A request may fail only because the transaction was aborted: the transaction knows why.
        const cause = transaction.error ?? error;
        abort(transaction);
        throw await withRoomLookedAt(cause);
      }
    },

    close() {
      end = new MailArkError('storage-broken', 'The store was closed.');
      void opening?.then((database) => database.close());
    },
  };
}

async function migrate(
  database: Database,
  transaction: UpgradeTransaction,
  steps: readonly Migration[],
): Promise<void> {
  try {
    for (const step of steps) await step(database, transaction);
  } catch {
    rollBack(transaction);
  }
}

/** How many steps led to a version. */
function stepsDone(version: number): number {
  return Math.max(0, version - firstVersion + 1);
}

/** Leaves the old version as it was; `openDB` rejects with the abort. */
function rollBack(transaction: UpgradeTransaction): void {
  transaction.done.catch(() => undefined);
  transaction.abort();
}

function abort(transaction: WriteTransaction): void {
  try {
    transaction.abort();
  } catch {
    // Already aborted or finished.
  }
}
