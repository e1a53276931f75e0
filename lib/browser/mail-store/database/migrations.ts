import type { Database, UpgradeTransaction } from './schema.ts';

/** Takes the database from one version to the next. Runs inside the upgrade: what throws leaves the old version intact. */
export type Migration = (database: Database, transaction: UpgradeTransaction) => void | Promise<void>;

/** The version of the first release. Builds from before it wrote versions 1 to 5, in other shapes; those are never touched. */
export const firstVersion = 6;

/** From nothing to the first version. */
function createStores(database: Database): void {
  const id = ['service', 'account', 'id'];
  const page = ['service', 'account', 'page'];
  const mails = database.createObjectStore('mails', { keyPath: id });
  mails.createIndex('sender', ['service', 'account', 'from.id']);
  mails.createIndex('age', ['service', 'account', 'receivedAt', 'id']);
  database.createObjectStore('bodies', { keyPath: id });
  database.createObjectStore('texts');
  database.createObjectStore('answers', { keyPath: id });
  database.createObjectStore('versions', { keyPath: [...id, 'number'] });
  const refs = database.createObjectStore('refs', { keyPath: page });
  refs.createIndex('entry', 'ids', { multiEntry: true });
  refs.createIndex('waits', ['service', 'account', 'waits']);
  refs.createIndex('feed', 'feedKeys', { multiEntry: true });
  const assets = database.createObjectStore('assets', { keyPath: page });
  assets.createIndex('entry', 'ids', { multiEntry: true });
  assets.createIndex('waits', ['service', 'account', 'waits']);
  assets.createIndex('pack', 'packs', { multiEntry: true });
  database.createObjectStore('packs');
  const packUse = database.createObjectStore('packUse', { keyPath: 'pack', autoIncrement: true });
  packUse.createIndex('account', ['service', 'account']);
  database.createObjectStore('thumbnails', { keyPath: ['service', 'account', 'key'] });
  database.createObjectStore('feeds', { keyPath: ['service', 'account', 'feed'] });
  database.createObjectStore('runs', { keyPath: 'id' });
  database.createObjectStore('problems', { keyPath: ['service', 'account', 'kind', 'id'] });
  database.createObjectStore('accounts', { keyPath: ['service', 'account'] });

  const marks = database.createObjectStore('marks', { keyPath: id });
  marks.createIndex('tag', 'tags', { multiEntry: true });
  database.createObjectStore('fileMarks', { keyPath: ['service', 'account', 'key'] });
  database.createObjectStore('mailboxes', { keyPath: ['service', 'account'] });
  database.createObjectStore('names');
  database.createObjectStore('tags', { keyPath: 'id' });
  database.createObjectStore('searches', { keyPath: 'id' });

  database.createObjectStore('unexported');
  database.createObjectStore('exports', { keyPath: 'id', autoIncrement: true });
  database.createObjectStore('cleanBodies');
  database.createObjectStore('keptParts', { keyPath: ['service', 'account', 'number'] });
  database.createObjectStore('imports', { keyPath: 'id' });
  const items = database.createObjectStore('importItems', {
    keyPath: ['import', 'kind', 'service', 'account', 'id'],
  });
  items.createIndex('item', ['kind', 'service', 'account', 'id']);
  database.createObjectStore('checks', { keyPath: 'id' });
}

/** Every step since the first version, in order. A released step never changes. */
export const migrations: readonly Migration[] = [createStores];

/** The version that these steps lead to. */
export function versionAfter(steps: readonly Migration[]): number {
  return firstVersion - 1 + steps.length;
}
