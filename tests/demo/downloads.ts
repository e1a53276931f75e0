import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Lets the browser save what it downloads into a folder, under its own name and without asking. */
export async function acceptDownloads(page: Page, folder: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
}

/** The path of the finished ZIP in the folder. Rejects when none comes in time. */
export async function waitForZip(folder: string, patienceMs: number): Promise<string> {
  const endsAt = Date.now() + patienceMs;
  while (Date.now() < endsAt) {
    const names = await readdir(folder);
    const zip = names.find((name) => name.endsWith('.zip'));
    if (zip !== undefined && !names.some((name) => name.endsWith('.crdownload'))) return join(folder, zip);
    await sleep(200);
  }
  throw new Error(`no ZIP was saved within ${patienceMs / 1000} s.`);
}
