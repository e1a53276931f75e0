import type { SavedSearch } from '../../../mail/marks.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    searches: { key: string; value: SavedSearch };
  }
}

/** One saved search. */
export function findSearch(transaction: AnyTransaction, id: string): Promise<SavedSearch | undefined> {
  return transaction.objectStore('searches').get(id);
}

/** Every saved search, in the order of their ids. */
export function listSearches(transaction: AnyTransaction): Promise<SavedSearch[]> {
  return transaction.objectStore('searches').getAll();
}

/** Adds a saved search, or changes the one of its id. */
export function putSearch(transaction: WriteTransaction, search: SavedSearch): void {
  putUnawaited(transaction.objectStore('searches'), search);
}

/** Deletes a saved search. */
export function deleteSearch(transaction: WriteTransaction, id: string): void {
  deleteUnawaited(transaction.objectStore('searches'), id);
}
