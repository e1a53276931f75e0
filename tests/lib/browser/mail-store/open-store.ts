import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import {
  openMailStore,
  type MailStore,
  type MailStoreOptions,
} from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';

/** Forgets every database: the next one opened is the first. */
export function freshDatabases(): void {
  globalThis.indexedDB = new IDBFactory();
}

/** A store over the databases there are, at a fixed time. */
export function openStore(options: MailStoreOptions = {}): Promise<MailStore> {
  return openMailStore({ now: () => new Date('2026-01-02T03:04:05Z'), ...options });
}
