import { expect } from 'vitest';
import type { MailStore } from '../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { exportStore } from '../../../support/backup-files.ts';
import { dumpDatabases } from '../../../support/database-dump.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';

/** An archive of a fresh store that is filled so, and then forgotten: the next one opened is empty. */
export async function makeArchive(fill: (from: MailStore) => Promise<unknown>): Promise<File[]> {
  freshDatabases();
  const from = await openStore();
  await fill(from);
  const files = await exportStore(from);
  from.close();
  freshDatabases();
  return files;
}

/** The entries of pages, however they are shared out to them. */
function entriesOf(pages: readonly unknown[]): unknown[] {
  const entries = pages.flatMap((page) => (page as { entries: { id?: string; key?: string }[] }).entries);
  const nameOf = ({ id, key }: { id?: string; key?: string }) => id ?? key ?? '';
  return entries.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Everything stored, apart from what imports remember, as comparable text. */
export async function contents(): Promise<string> {
  const [dump] = await dumpDatabases();
  const { imports: _imports, importItems: _items, accounts, packs, packUse, ...rest } = dump?.stores ?? {};
  const counts = accounts?.map(({ value }) => (value as { counts: object }).counts);
  expect([packs?.length, packUse?.length].every((length) => length !== undefined)).toBe(true);
  const { refs, assets, ...others } = rest;
  const pages = [refs, assets].map((stored = []) => entriesOf(stored.map(({ value }) => value)));
  // Packs are numbered as they come; where the bytes lie does not matter.
  return JSON.stringify([others, pages, counts], (name, value: unknown) =>
    name === 'parts' || name === 'order' ? undefined : value,
  );
}
