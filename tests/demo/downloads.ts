import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Lets the browser save what it downloads into a folder without asking. */
export async function acceptDownloads(page: Page, folder: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
}

/** Waits for the one ZIP in the folder and gives it the name it was saved under. Returns its path; rejects when none comes in time. */
export async function takeDownload(folder: string, name: string, patienceMs: number): Promise<string> {
  const endsAt = Date.now() + patienceMs;
  while (Date.now() < endsAt) {
    const found = await readdir(folder);
    const zip = found.find((candidate) => candidate.endsWith('.zip'));
    if (zip !== undefined && !found.some((candidate) => candidate.endsWith('.crdownload'))) {
      // A browser that is driven names downloads by numbers of its own.
      const path = join(folder, name || zip);
      await rename(join(folder, zip), path);
      return path;
    }
    await sleep(200);
  }
  throw new Error(`no ZIP was saved within ${patienceMs / 1000} s.`);
}
