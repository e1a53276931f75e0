import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../run/prepare.mjs';
import type { ExtensionBrowser } from '../../support/extension.ts';
import { changeSettings } from '../../support/journey.ts';

/** Where the pictures go. */
export const screensFolder = join(projectRoot, 'demo-out', 'screens');

export const wide = { width: 1280, height: 860 };
export const narrow = { width: 390, height: 780 };
/** The browser makes a popup as high as its content: so does a picture of the whole page. */
const popup = { width: 372, height: 240 };

/** Does something in each language and theme the settings offer; `name` tells them apart. */
export async function inEach(browser: ExtensionBrowser, act: (name: string) => Promise<void>): Promise<void> {
  for (const language of ['en', 'ko', 'ja']) {
    for (const theme of ['light', 'dark']) {
      await changeSettings(browser, { language, theme });
      await act(`${language}-${theme}`);
    }
  }
  await changeSettings(browser, { language: 'en', theme: 'light' });
}

/** Long enough for what slides and fades. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(900);
}

/** Opens a page of the extension, lets `act` bring it into the state wanted, and takes the picture. */
export async function photograph(
  browser: ExtensionBrowser,
  name: string,
  path: string,
  size: { width: number; height: number },
  act: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  const page = await browser.openPage(path);
  await page.setViewportSize(size);
  await settle(page);
  await act(page);
  await settle(page);
  await page.screenshot({ path: join(screensFolder, `${name}.png`) });
  await page.close();
}

/** Takes a popup as it stands, in each language and theme: an open popup follows the settings. */
export async function photographPopup(browser: ExtensionBrowser, page: Page, name: string): Promise<void> {
  await page.setViewportSize(popup);
  await inEach(browser, async (suffix) => {
    await settle(page);
    await page.screenshot({ path: join(screensFolder, `popup-${name}-${suffix}.png`), fullPage: true });
  });
}
