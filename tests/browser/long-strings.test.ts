import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { build } from 'vite';
import { launchChromium } from '../support/chromium.ts';
import { browserNames, type BrowserName } from '../support/extension-browser.ts';
import { launchFirefox } from '../support/firefox.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** What takes the square of this takes hours. */
const units = 1_000_000;

/** All functions under test as one classic script. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, 'long-strings/main.ts'),
        formats: ['iife'],
        name: 'longStrings',
      },
    },
  });
  const chunk = [built].flat().flatMap((each) => ('output' in each ? each.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error('The page was not built.');
  return chunk.code;
}

async function openPage(name: BrowserName, script: string): Promise<{ page: Page; close(): Promise<void> }> {
  const launched =
    name === 'firefox'
      ? await launchFirefox({})
      : { ...(await launchChromium({})), stopProxy: () => undefined };
  const page = await launched.context.newPage();
  await page.addScriptTag({ content: script });
  return {
    page,
    async close() {
      await launched.context.close();
      launched.stopProxy();
      await rm(launched.userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

describe.each(browserNames)('a text of a million units in %s', (name) => {
  let opened: Awaited<ReturnType<typeof openPage>>;

  beforeAll(async () => {
    opened = await openPage(name, await bundle());
  });

  afterAll(() => opened.close());

  it('stops nothing it meets on its way', async () => {
    const { page } = opened;
    const deeds = await page.evaluate(() => window.deeds);
    expect(deeds.length).toBeGreaterThan(10);
    for (const deed of deeds) {
      const failures = await page.evaluate(([each, size]) => window.failures(each, size), [
        deed,
        units,
      ] as const);
      expect(failures, deed).toEqual([]);
    }
  });

  it('may have as many elements and places as units', async () => {
    const count = 250_000;
    const many = await opened.page.evaluate((each) => window.countMany(each), count);
    expect(many).toEqual({ cleaned: count, marked: count });
  });
});
