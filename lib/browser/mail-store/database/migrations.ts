import type { Database, UpgradeTransaction } from './schema.ts';

/** Takes the database from one version to the next. Runs inside the upgrade: what throws leaves the old version intact. */
export type Migration = (database: Database, transaction: UpgradeTransaction) => void | Promise<void>;

const id = ['service', 'account', 'id'];

/** From nothing to schema 1. */
function createStores(database: Database): void {
  const mails = database.createObjectStore('mails', { keyPath: id });
  mails.createIndex('sender', ['service', 'account', 'from.id']);
  mails.createIndex('age', ['service', 'account', 'receivedAt', 'id']);
  database.createObjectStore('bodies', { keyPath: id });
  database.createObjectStore('texts');
  database.createObjectStore('versions', { keyPath: [...id, 'number'] });
  const refs = database.createObjectStore('refs', { keyPath: id });
  refs.createIndex('waits', ['service', 'account', 'waits']);
  refs.createIndex('feed', 'feedKeys', { multiEntry: true });
  const assets = database.createObjectStore('assets', { keyPath: ['service', 'account', 'key'] });
  assets.createIndex('waits', ['service', 'account', 'waits']);
  assets.createIndex('pack', 'packs', { multiEntry: true });
  database.createObjectStore('packs');
  const packUse = database.createObjectStore('packUse', { keyPath: 'pack', autoIncrement: true });
  packUse.createIndex('account', ['service', 'account']);
  database.createObjectStore('feeds', { keyPath: ['service', 'account', 'feed'] });
  database.createObjectStore('runs', { keyPath: 'id' });
  database.createObjectStore('problems', { keyPath: ['service', 'account', 'kind', 'id'] });
  database.createObjectStore('accounts', { keyPath: ['service', 'account'] });
}

/** Room for the small pictures of the gallery. */
function createThumbnails(database: Database): void {
  database.createObjectStore('thumbnails', { keyPath: ['service', 'account', 'key'] });
}

/** The step that makes room for marks. */
function createMarkStores(database: Database): void {
  const marks = database.createObjectStore('marks', { keyPath: ['service', 'account', 'id'] });
  marks.createIndex('tag', 'tags', { multiEntry: true });
  database.createObjectStore('nicknames', { keyPath: ['service', 'account', 'senderId'] });
  database.createObjectStore('tags', { keyPath: 'id' });
  database.createObjectStore('searches', { keyPath: 'id' });
}

/** The step that makes room for what exports leave behind. */
function createExportStores(database: Database): void {
  database.createObjectStore('unexported');
  database.createObjectStore('exports', { keyPath: 'id', autoIncrement: true });
  database.createObjectStore('cleanBodies');
}

/** Adds what imports and checks remember. */
export function createImportStores(database: Database): void {
  database.createObjectStore('imports', { keyPath: 'id' });
  const items = database.createObjectStore('importItems', {
    keyPath: ['import', 'kind', 'service', 'account', 'id'],
  });
  items.createIndex('item', ['kind', 'service', 'account', 'id']);
  database.createObjectStore('checks', { keyPath: 'id' });
}

/** Every step since the beginning, in order; the database's version is their number. A released step never changes. */
export const migrations: readonly Migration[] = [
  createStores,
  createMarkStores,
  createThumbnails,
  createExportStores,
  createImportStores,
];
