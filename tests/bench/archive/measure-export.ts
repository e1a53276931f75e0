import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { projectRoot } from '../../run/prepare.mjs';
import type { ExtensionBrowser } from '../../support/extension.ts';
import { memoryOfBrowser } from '../memory.ts';
import { watchMemory, type MemoryTrace } from '../with-browser.ts';
import { press } from './press.ts';
import type * as UsualWays from './usual-ways.ts';
import type { Saved } from './usual-ways.ts';

/** One export by the button, from the click until the browser has the file. */
export interface ExportFigures extends Saved {
  memory: MemoryTrace;
}

/** What one of the usual ways took, or what became of it instead. */
export type UsualFigures = (Saved & { memory: MemoryTrace }) | { failure: string };

type Way = 'saveOneBlob' | 'saveByJsZip' | 'saveByClientZip';

const patienceMs = 20 * 60_000;

/** Does one of the usual ways in a page of its own. Rejects where the page dies of it. */
export async function measureUsualWay(
  browser: ExtensionBrowser,
  way: Way,
): Promise<Saved & { memory: MemoryTrace }> {
  const page = await browser.context.newPage();
  try {
    await page.goto(browser.addressOf('manifest.json'));
    await page.evaluate(await bundleOfWays());
    const died = new Promise<never>((_, reject) =>
      page.once('crash', () => reject(new Error('The page ran out of memory.'))),
    );
    const { result, memory } = await watchMemory(memoryOfBrowser(browser.userDataDir), () =>
      Promise.race([
        page.evaluate((name) => (globalThis as unknown as { ways: typeof UsualWays }).ways[name](), way),
        died,
      ]),
    );
    return { ...result, memory };
  } finally {
    await page.close();
  }
}

/** As `measureUsualWay`, for ways that may not get that far. */
export function tryUsualWay(browser: ExtensionBrowser, way: Way): Promise<UsualFigures> {
  return measureUsualWay(browser, way).catch((error: unknown) => ({
    failure: (error instanceof Error ? error.message : String(error))
      .replace(/^page\.evaluate: /, '')
      .replace(/[,\n].*/s, ''),
  }));
}

/** Presses “Export ZIP” on a page of ours. The file stays where the browser put it until the browser is discarded. */
export async function measureExport(
  browser: ExtensionBrowser,
  page: Page,
): Promise<{ figures: ExportFigures; file: string }> {
  const quiet = await browser.quietPage();
  const lastSaved = () =>
    quiet.evaluate<{ filename: string; fileSize: number; state: string } | null>(
      `chrome.downloads.search({ orderBy: ['-startTime'], limit: 1 }).then(([item]) => item ?? null)`,
    );
  const before = (await lastSaved())?.filename;
  let start = 0;
  const { result, memory } = await watchMemory(memoryOfBrowser(browser.userDataDir), async () => {
    start = Date.now();
    await press(page.getByRole('button', { name: 'Export ZIP' }));
    for (;;) {
      const item = await lastSaved();
      if (item && item.filename !== before && item.state === 'complete') return item;
      if (item && item.filename !== before && item.state === 'interrupted')
        throw new Error('The browser did not save the ZIP.');
      if (Date.now() - start > patienceMs)
        throw new Error(`No ZIP came; the page says: ${await page.locator('body').innerText()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  const figures = { ms: Date.now() - start, sizeBytes: result.fileSize, memory };
  return { figures, file: result.filename };
}

let bundle: Promise<string> | undefined;

/** The usual ways as one script that puts them under `ways`. */
function bundleOfWays(): Promise<string> {
  return (bundle ??= build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'esnext',
      lib: {
        entry: join(projectRoot, 'tests/bench/archive/usual-ways.ts'),
        formats: ['iife'],
        name: 'ways',
      },
    },
  }).then((built) => {
    const [output] = [built].flat();
    if (!output || !('output' in output)) throw new Error('Nothing was built.');
    return `${output.output[0].code}\nglobalThis.ways = ways;`;
  }));
}

/** Throws a saved ZIP away. */
export const forget = (file: string): Promise<void> => rm(file, { force: true });
