import type { KnownMail } from '../../mail/merge.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { AssetRecord, Database, ProblemRecord, RefRecord } from './schema.ts';

/** What one import did to one mail or file; read when it is undone. */
export interface ImportItem extends AccountKey {
  import: string;
  kind: 'mail' | 'asset';
  /** Mail id or asset key. */
  id: string;
  /** `held`: it was here already; noted so that undoing another import leaves it. */
  did: 'added' | 'changed' | 'held';
  /** What was here before, where something was. */
  before?: { mail?: KnownMail; ref?: RefRecord; problem?: ProblemRecord; asset?: AssetRecord };
  /** The sum of the mail as the import left it, for one that was changed. */
  after?: string;
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
