import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partBytes } from '../../lib/mail/asset.ts';
import { memoryOfBrowser } from '../bench/memory.ts';
import { startService, type Service } from '../service/service.ts';
import { exportByClick } from '../support/exported-archive.ts';
import { listFileHashes } from '../support/extension-build.ts';
import { browserUnderTest } from '../support/extension-browser.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { amountOf } from '../support/fault-numbers.ts';
import { pressBackUp, signIn, waitForDone } from '../support/journey.ts';

const filmBytes = amountOf('filmBytes');
const patienceMs = 240_000;

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 12, filmBytes });
  browser = await launchWithExtension({ servicePort: service.port });
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

/** Runs inside a page of the extension as text: the stored record of the file of that size, and the sizes of all packs. */
async function readStored(sizeBytes: number): Promise<{ sha256: string; parts: number[]; packs: number[] }> {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('The database could not be read.'));
    });
  interface File {
    facts?: { sizeBytes: number; sha256: string };
    parts?: { sizeBytes: number }[];
  }
  const database = await settled(indexedDB.open('mail-ark'));
  const transaction = database.transaction(['assets', 'packs']);
  const pages = (await settled(transaction.objectStore('assets').getAll())) as { entries: File[] }[];
  const packs = (await settled(transaction.objectStore('packs').getAll())) as Blob[];
  database.close();
  const file = pages.flatMap(({ entries }) => entries).find(({ facts }) => facts?.sizeBytes === sizeBytes);
  return {
    sha256: file?.facts?.sha256 ?? '',
    parts: (file?.parts ?? []).map((part) => part.sizeBytes),
    packs: packs.map(({ size }) => size),
  };
}

/** The most memory the browser takes while `work` goes on, beyond what it took before. */
async function growthDuring(work: () => Promise<void>): Promise<number> {
  const watched = memoryOfBrowser(browser.userDataDir);
  const before = watched.memory();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, watched.memory())), 250);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most - before;
}

describe('a film that comes in parts', () => {
  it('is backed up, and never whole in memory', async () => {
    await signIn(browser);
    const popup = await pressBackUp(browser);
    const growth = await growthDuring(() => waitForDone(browser, { timeoutMs: patienceMs }));
    console.log(
      `${browserUnderTest()}: ${Math.round(growth / 1e6)} MB more while a film of ${filmBytes / 1e6} MB came in`,
    );
    await popup.close();
    const { sha256, parts, packs } = await (await browser.quietPage()).evaluate(readStored, filmBytes);
    expect(sha256).toBe(service.film?.sha256());
    expect(parts.reduce((sum, size) => sum + size, 0)).toBe(filmBytes);
    expect(Math.max(...parts, ...packs)).toBe(partBytes);
  });

  it('is found whole by a full check, and goes into the ZIP byte for byte', async () => {
    const page = await browser.openPage('viewer.html#/report');
    await page.getByRole('button', { name: 'Full check' }).click();
    await page.getByText('Everything is as it was saved.').waitFor({ timeout: patienceMs });
    await page.close();
    const viewer = await browser.openPage('viewer.html');
    const exported = await exportByClick(browser, viewer);
    await exported.expectSound();
    const hashes = (await listFileHashes(exported.folder)).map(([, sha256]) => sha256);
    expect(hashes).toContain(service.film?.sha256());
    await exported.discard();
    await viewer.close();
  });
});
