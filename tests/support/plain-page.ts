import { rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { browserUnderTest } from './extension-browser.ts';
import { launchFirefox } from './firefox.ts';

/** Runs `act` with a page of the browser under test that has no extension and no network, as of a stranger who was given a ZIP. */
export async function withPlainPage<T>(act: (page: Page) => Promise<T>): Promise<T> {
  const launched = await launchPlain();
  try {
    return await act(await launched.context.newPage());
  } finally {
    await launched.context.close();
    launched.stopProxy();
    await rm(launched.userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function launchPlain() {
  if (browserUnderTest() === 'firefox') return launchFirefox({});
  return { ...(await launchChromium({})), stopProxy: () => undefined };
}
