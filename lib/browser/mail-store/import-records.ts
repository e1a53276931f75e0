import type { KnownMail } from '../../mail/merge.ts';
import type { AccountKey, MailKey } from '../../mail/mail.ts';
import type { MailMark } from '../../mail/marks.ts';
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

/** What one import did to the mark of a mail. `held`: it was so already. */
export interface ImportMarkItem extends MailKey {
  import: string;
  kind: 'mark';
  did: 'added' | 'changed' | 'held';
  before?: MailMark;
  /** As the import left it. */
  after: MailMark;
}

/** What one import did to a tag, a saved search or the choice of the reader's name; none has a service or an account. */
export interface ImportWordItem extends AccountKey {
  import: string;
  kind: 'tag' | 'search' | 'nickname';
  /** Of the choice of the name empty: there is one. */
  id: string;
  /** `changed`: the choice of the name learnt names of the import. */
  did: 'added' | 'changed' | 'held';
  /** What was here before, where it was changed, as JSON. */
  before?: string;
  /** As the import left it, as JSON. */
  after: string;
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
