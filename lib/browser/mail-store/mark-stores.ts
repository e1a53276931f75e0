import type { Database, StoreName } from './schema.ts';

/** Stores of what people put on mails; all but the tags and searches belong to one account. */
export const markStores: StoreName[] = ['marks', 'nicknames', 'tags', 'searches'];

/** The step that makes room for marks. */
export function createMarkStores(database: Database): void {
  const marks = database.createObjectStore('marks', { keyPath: ['service', 'account', 'id'] });
  marks.createIndex('tag', 'tags', { multiEntry: true });
  database.createObjectStore('nicknames', { keyPath: ['service', 'account', 'senderId'] });
  database.createObjectStore('tags', { keyPath: 'id' });
  database.createObjectStore('searches', { keyPath: 'id' });
}
