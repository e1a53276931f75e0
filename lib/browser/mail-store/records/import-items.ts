import type { AccountKey, MailKey } from '../../../mail/mail.ts';
import type { MailMark } from '../../../mail/marks.ts';
import type { KnownMail } from '../../../mail/known-mail.ts';
import { deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder } from '../database/keys.ts';
import type { AnyTransaction, KeyTuple, WriteTransaction } from '../database/schema.ts';
import type { AssetRecord } from './assets.ts';
import type { ProblemRecord } from './problems.ts';
import type { RefRecord } from './refs.ts';

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
  kind: 'tag' | 'search' | 'name';
  /** Of the choice of the name empty: there is one. */
  id: string;
  /** `changed`: the choice of the name learnt names of the import. */
  did: 'added' | 'changed' | 'held';
  /** What was here before, where it was changed, as JSON. */
  before?: string;
  /** As the import left it, as JSON. */
  after: string;
}

export type MarkItem = ImportMarkItem | ImportWordItem;
type AnyItem = ImportItem | MarkItem;

type ItemKey = [string, kind: string, ...KeyTuple];

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** What each import did to each thing. */
    importItems: { key: ItemKey; value: AnyItem; indexes: { item: [kind: string, ...KeyTuple] } };
  }
}

/** Whether an item is of something that the user put on mails. */
export function isMarkItem(item: AnyItem): item is MarkItem {
  return item.kind !== 'mail' && item.kind !== 'asset';
}

const keyOf = ({ import: id, kind, service, account, id: its }: ItemName): ItemKey => [
  id,
  kind,
  service,
  account,
  its,
];

/** The key of an item. */
type ItemName = Pick<AnyItem, 'import' | 'kind' | 'service' | 'account' | 'id'>;

/** One item. */
export function findItem(transaction: AnyTransaction, name: ItemName): Promise<AnyItem | undefined> {
  return transaction.objectStore('importItems').get(keyOf(name));
}

/** What an import did to many mails or files, by their ids; what is not there is left out. */
export function readItems(
  transaction: AnyTransaction,
  owner: AccountKey,
  { import: id, kind }: Pick<ImportItem, 'import' | 'kind'>,
  ids: readonly string[],
): Promise<Map<string, AnyItem>> {
  return readMany(
    transaction.objectStore('importItems'),
    ids.map((each): ItemKey => [id, kind, ...accountTuple(owner), each]),
  );
}

/** The first items of an import, `limit` at most: files come before mails, marks before tags. */
export function listItems(transaction: AnyTransaction, id: string, limit: number): Promise<AnyItem[]> {
  return transaction.objectStore('importItems').getAll(keysUnder(id), limit);
}

/** How many things an import has touched. */
export function countItems(transaction: AnyTransaction, id: string): Promise<number> {
  return transaction.objectStore('importItems').count(keysUnder(id));
}

/** What every import did to one thing. */
export function listItemsOf(
  transaction: AnyTransaction,
  { kind, service, account, id }: Omit<ItemName, 'import'>,
): Promise<AnyItem[]> {
  return transaction.objectStore('importItems').index('item').getAll([kind, service, account, id]);
}

/** Writes an item in the place of the one of its name. */
export function putItem(transaction: WriteTransaction, item: AnyItem): void {
  putUnawaited(transaction.objectStore('importItems'), item);
}

/** Deletes an item. */
export function deleteItem(transaction: WriteTransaction, name: ItemName): void {
  deleteUnawaited(transaction.objectStore('importItems'), keyOf(name));
}

/** Deletes what imports did to an account's mails, files and marks. */
export async function deleteItemsOf(transaction: WriteTransaction, owner: AccountKey): Promise<void> {
  const items = transaction.objectStore('importItems');
  for (const kind of ['asset', 'mail', 'mark'] satisfies AnyItem['kind'][]) {
    const keys = await items.index('item').getAllKeys(keysUnder(kind, ...accountTuple(owner)));
    for (const key of keys) deleteUnawaited(items, key);
  }
}
