import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';

/** The database's name, fixed for ever: the mails live under it. */
export const databaseName = 'mail-ark';

export type AccountTuple = [service: string, account: string];
export type KeyTuple = [service: string, account: string, id: string];

/**
 * The object stores, each declared by its owner in `records/`. Keys are `[service, account, id]` where the owner does not say
 * otherwise.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- every owner adds its own store to it
export interface MailArkSchema extends DBSchema {}

export type StoreName = StoreNames<MailArkSchema>;
export type Database = IDBPDatabase<MailArkSchema>;
export type ReadTransaction = IDBPTransaction<MailArkSchema, StoreName[], 'readonly'>;
export type WriteTransaction = IDBPTransaction<MailArkSchema, StoreName[], 'readwrite'>;
/** What a read needs: a transaction that may write can be read from, too. */
export type AnyTransaction = IDBPTransaction<MailArkSchema, StoreName[], IDBTransactionMode>;
export type UpgradeTransaction = IDBPTransaction<MailArkSchema, StoreName[], 'versionchange'>;
