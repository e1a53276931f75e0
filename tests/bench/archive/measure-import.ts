import type { ExtensionBrowser } from '../../support/extension.ts';
import { memoryOfBrowser } from '../memory.ts';
import { watchMemory, type MemoryTrace } from '../with-browser.ts';
import { press } from './press.ts';

/** One import of a ZIP of ours into a profile that has nothing. */
export interface ImportFigures {
  /** Reading the file once in the same browser, and hashing it. */
  floorMs: number;
  /** From the choice of the file until its plan is on screen, and on to the end. */
  planMs: number;
  importMs: number;
  /** As the summary tells. */
  counts: string;
  memory: MemoryTrace;
}

const patienceMs = 20 * 60_000;

/** Reads and hashes the file, and then imports it as a person does. */
export async function measureImport(browser: ExtensionBrowser, zip: string): Promise<ImportFigures> {
  const quiet = await browser.quietPage();
  await quiet.evaluate(() => {
    document.body.innerHTML = '<input type="file">';
  });
  await quiet.setInputFiles('input', zip);
  const floorMs = await quiet.evaluate(readAndHash);

  const page = await browser.openPage('viewer.html#/import');
  const input = page.getByLabel('Backup files');
  await input.waitFor({ state: 'attached' });
  const { result, memory } = await watchMemory(memoryOfBrowser(browser.userDataDir), async () => {
    const start = Date.now();
    await input.setInputFiles(zip);
    await page.getByRole('heading', { name: 'What is in the backup' }).waitFor({ timeout: patienceMs });
    const planned = Date.now();
    await press(page.getByRole('main').getByRole('button', { name: 'Import', exact: true }));
    await page.getByRole('heading', { name: 'The backup is in' }).waitFor({ timeout: patienceMs });
    return { planMs: planned - start, importMs: Date.now() - planned };
  });
  const counts = await page.locator('.counts').first().innerText();
  await page.close();
  return { floorMs, ...result, counts: counts.replace(/\s+/g, ' '), memory };
}

/** Milliseconds for the file of the page's input, in pieces of 8 MB, each hashed while the next is read. Runs in the page. */
async function readAndHash(): Promise<number> {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('No file was chosen.');
  const pieceBytes = 8 * 1024 * 1024;
  const start = performance.now();
  let hashing: Promise<unknown> = Promise.resolve();
  for (let at = 0; at < file.size; at += pieceBytes) {
    const bytes = await file.slice(at, at + pieceBytes).arrayBuffer();
    await hashing;
    hashing = crypto.subtle.digest('SHA-256', bytes);
  }
  await hashing;
  return performance.now() - start;
}
