import type { Tag } from '../../../mail/marks.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    tags: { key: string; value: Tag };
  }
}

/** One tag. */
export function findTag(transaction: AnyTransaction, id: string): Promise<Tag | undefined> {
  return transaction.objectStore('tags').get(id);
}

/** Every tag, in the order of their ids. */
export function listTags(transaction: AnyTransaction): Promise<Tag[]> {
  return transaction.objectStore('tags').getAll();
}

/** Adds a tag, or changes the one of its id. */
export function putTag(transaction: WriteTransaction, tag: Tag): void {
  putUnawaited(transaction.objectStore('tags'), tag);
}

/** Deletes a tag. Marks that name it are changed apart. */
export function deleteTag(transaction: WriteTransaction, id: string): void {
  deleteUnawaited(transaction.objectStore('tags'), id);
}
