import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { build } from 'vite';
import { launchBrowser, type PlainBrowser } from '../support/plain-browser.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** A function with quadratic time takes hours for this. */
const units = 1_000_000;

/** Bundles all functions under test as one classic script. */
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

describe('a text of a million units', () => {
  let browser: PlainBrowser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.context.newPage();
    await page.addScriptTag({ content: await bundle() });
  });

  afterAll(() => browser.discard());

  it('is handled by every function without an error', async () => {
    const readers = await page.evaluate(() => window.readers);
    expect(readers.length).toBeGreaterThan(10);
    for (const reader of readers) {
      const failures = await page.evaluate(([each, size]) => window.failures(each, size), [
        reader,
        units,
      ] as const);
      expect(failures, reader).toEqual([]);
    }
  });

  it('may have as many elements and matches as units', async () => {
    const count = 250_000;
    const many = await page.evaluate((each) => window.countMany(each), count);
    expect(many).toEqual({ cleaned: count, marked: count });
  });
});
