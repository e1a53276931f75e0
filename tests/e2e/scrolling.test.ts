import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';

let service: Service;
let browser: ExtensionBrowser;
let viewer: Page;

beforeAll(async () => {
  service = await startService({ mails: 30 });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false });
  await signIn(browser);
  const popup = await pressBackUp(browser);
  await waitForDone(browser);
  await popup.close();
  viewer = await browser.openPage('viewer.html');
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

/** The pages by their addresses, each with something that stands there only once it is whole. */
const whole: Record<string, string> = {
  mails: '.sender-chip',
  gallery: '.sender-chip',
  calendar: '.plot-scroller',
  report: '.report-table',
  settings: '.usage li',
};

async function show(name: string): Promise<void> {
  await viewer.evaluate((address) => {
    location.hash = address;
  }, `#/${name}`);
  await viewer
    .locator(whole[name] ?? 'main')
    .first()
    .waitFor();
}

/** How far the window itself, and the page in it, can be moved: only the page, and only up and down. */
function measureReach(): Promise<{ window: number[]; page: number }> {
  return viewer.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const main = document.querySelector('main');
    return {
      window: [scrollWidth - clientWidth, scrollHeight - clientHeight],
      page: main === null ? 0 : main.scrollWidth - main.clientWidth,
    };
  });
}

describe.each([
  { width: 1280, height: 620 },
  { width: 390, height: 620 },
] as const)('in a window of $width pixels', ({ width, height }) => {
  beforeAll(() => viewer.setViewportSize({ width, height }));

  it.each(Object.keys(whole))('%s: the page scrolls up and down, and the window not at all', async (name) => {
    await show(name);
    expect(await measureReach()).toEqual({ window: [0, 0], page: 0 });
  });
});
