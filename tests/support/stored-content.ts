import type { Page } from 'playwright-core';

/** The stored content as the user sees it, regardless of how and when it was saved. */
export interface StoredContent {
  /** By mail id: row, body and text as one canonical JSON text. */
  mails: Record<string, string>;
  /** By asset key: its state, or the SHA-256 of the bytes in the packs. */
  assets: Record<string, string>;
  /** Mails that are known but not stored, with their state. */
  missing: Record<string, string>;
  problems: string[];
  accounts: string[];
  /** Files whose bytes contradict their recorded facts; must be empty. */
  broken: string[];
}

/** Runs inside a page of the extension as text: it must not use anything outside its own body. */
async function readInPage(): Promise<StoredContent> {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('The database could not be read.'));
    });
  const canonical = (value: unknown): string =>
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    );
  const hex = (buffer: ArrayBuffer) =>
    [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  const content: StoredContent = {
    mails: {},
    assets: {},
    missing: {},
    problems: [],
    accounts: [],
    broken: [],
  };
  const databases = await indexedDB.databases();
  if (!databases.some(({ name }) => name === 'mail-ark')) return content;
  const database = await settled(indexedDB.open('mail-ark'));
  const all = (store: string) =>
    settled(database.transaction(store).objectStore(store).getAll() as IDBRequest<Record<string, unknown>[]>);
  /** The entries of all pages of a store. */
  const entries = async (store: string) =>
    (await all(store)).flatMap((page) => page['entries'] as Record<string, unknown>[]);
  const byKey = async (store: string): Promise<Map<string, unknown>> => {
    const found = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([settled(found.getAllKeys()), settled(found.getAll())]);
    return new Map(keys.map((key, at) => [JSON.stringify(key), values[at] as unknown]));
  };
  const texts = await byKey('texts');
  const packs = await byKey('packs');
  const bodies = new Map((await all('bodies')).map((body) => [body['id'], body]));
  for (const row of await all('mails')) {
    const key = [row['service'], row['account'], row['id']] as string[];
    const text = texts.get(JSON.stringify(key));
    content.mails[String(row['id'])] = canonical([row, bodies.get(row['id']), text]);
  }
  for (const ref of await entries('refs'))
    if (!(String(ref['id']) in content.mails)) content.missing[String(ref['id'])] = String(ref['state']);
  for (const asset of await entries('assets')) {
    const key = String(asset['key']);
    content.assets[key] = String(asset['state']);
    if (asset['state'] !== 'saved') continue;
    const parts = asset['parts'] as { pack: number; offset: number; sizeBytes: number }[];
    const slices: Blob[] = [];
    for (const { pack, offset, sizeBytes } of parts) {
      const blob = packs.get(JSON.stringify(pack)) as Blob | undefined;
      if (blob) slices.push(blob.slice(offset, offset + sizeBytes));
    }
    const bytes = await new Blob(slices).arrayBuffer();
    const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes));
    const facts = asset['facts'] as { sha256: string; sizeBytes: number };
    if (facts.sha256 !== sha256 || facts.sizeBytes !== bytes.byteLength) content.broken.push(key);
    content.assets[key] = sha256;
  }
  content.problems = (await all('problems')).map((problem) =>
    [problem['kind'], problem['id'], problem['state'], problem['code']].join(' '),
  );
  content.accounts = (await all('accounts')).map((account) => String(account['account']));
  database.close();
  return content;
}

/**
 * Reads the stored content through a page of the extension's origin, and compares all bytes with their recorded facts.
 */
export function readStoredContent(page: Page): Promise<StoredContent> {
  return page.evaluate(readInPage);
}

/** The state of a backup in the database. */
export interface StoredRun {
  startedAt: string;
  state: { phase: string; reason?: string; code?: string };
}

/** The runs, oldest first, without waking the background. */
export function readRuns(page: Page): Promise<StoredRun[]> {
  return page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'mail-ark')) return [];
    return new Promise<StoredRun[]>((resolve, reject) => {
      const opening = indexedDB.open('mail-ark');
      opening.onerror = () => reject(opening.error ?? new Error('The database could not be opened.'));
      opening.onsuccess = () => {
        const database = opening.result;
        const reading = database.transaction('runs').objectStore('runs').getAll() as IDBRequest<StoredRun[]>;
        reading.onerror = () => reject(reading.error ?? new Error('The runs could not be read.'));
        reading.onsuccess = () => {
          database.close();
          resolve(reading.result.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)));
        };
      };
    });
  });
}
