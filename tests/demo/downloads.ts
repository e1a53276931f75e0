import { copyFile } from 'node:fs/promises';
import type { ExtensionBrowser } from '../support/extension.ts';

interface DownloadsApi {
  downloads: {
    search(query: { orderBy: string[]; limit: number }): Promise<{ filename: string; state: string }[]>;
  };
}

/** Copies what the browser downloaded last to a path, and returns that path. Rejects when nothing was downloaded whole. */
export async function takeDownload(browser: ExtensionBrowser, path: string): Promise<string> {
  const quiet = await browser.quietPage();
  // A browser that is driven names downloads by numbers of its own.
  const [last] = await quiet.evaluate(() =>
    (globalThis as unknown as { chrome: DownloadsApi }).chrome.downloads.search({
      orderBy: ['-startTime'],
      limit: 1,
    }),
  );
  if (last?.state !== 'complete') throw new Error('no ZIP was saved.');
  await copyFile(last.filename, path);
  return path;
}
