import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../run/prepare.mjs';
import { startService } from '../service/service.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { openPopup } from './popup-driver.ts';
import { signInToWebClient } from './web-client.ts';

/** Every screen of the shipped build in every language and theme, into `demo-out/screens/`, to be looked at. */
const folder = join(projectRoot, 'demo-out', 'screens');
const languages = ['en', 'ko', 'ja'] as const;
const themes = ['light', 'dark'] as const;
const wide = { width: 1280, height: 860 };
const narrow = { width: 390, height: 780 };

async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(900);
}

async function set(browser: ExtensionBrowser, settings: object): Promise<void> {
  const page = await browser.quietPage();
  await page.evaluate(
    (values) =>
      (
        globalThis as unknown as {
          chrome: { storage: { local: { set(values: object): Promise<void> } } };
        }
      ).chrome.storage.local.set(values),
    { settings: { backupOnOpen: false, ...settings } },
  );
}

/** Opens a page of the extension, lets `act` bring it into the state wanted, and takes the picture. */
async function photograph(
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
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}

const openMail = (at: number) => async (page: Page) => {
  await page.getByRole('list').getByRole('listitem').nth(at).click();
  await page.getByRole('article').waitFor();
};
const smallPictures = async (page: Page) => {
  await page.locator('.tile img').nth(5).waitFor();
  await page.waitForTimeout(1_500);
};
const largePicture = async (page: Page) => {
  await page.locator('[data-at="0"]').click();
  await page.getByRole('dialog').getByRole('img').first().waitFor();
};
const search = (words: string) => async (page: Page) => {
  await page.getByRole('searchbox').fill(words);
  await page.waitForTimeout(600);
  await openMail(0)(page);
};

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const service = await startService({ mails: 300 });
const browser = await launchWithExtension({ servicePort: service.port, locale: 'en' });
const popupSize = { width: 372, height: 420 };
const inEach = async (act: (suffix: string) => Promise<void>) => {
  for (const language of languages) {
    for (const theme of themes) {
      await set(browser, { language, theme });
      await act(`${language}-${theme}`);
    }
  }
};
try {
  await inEach(async (suffix) => {
    await photograph(browser, `welcome-${suffix}`, 'welcome.html', wide);
    await photograph(browser, `popup-signed-out-${suffix}`, 'popup.html', popupSize);
    await photograph(browser, `viewer-empty-${suffix}`, 'viewer.html', wide);
  });
  await signInToWebClient(browser, service);
  await inEach((suffix) => photograph(browser, `popup-ready-${suffix}`, 'popup.html', popupSize));
  await set(browser, { language: 'en', theme: 'light', paces: { izone: 'gentle' } });
  const popup = await openPopup(browser);
  await popup.backUp();
  while (!(await popup.isHalfway())) await popup.page.waitForTimeout(200);
  await inEach((suffix) => photograph(browser, `popup-running-${suffix}`, 'popup.html', popupSize));
  await set(browser, { language: 'en', theme: 'light', paces: { izone: 'fast' } });
  while (!(await popup.isOver())) await popup.page.waitForTimeout(200);
  await inEach(async (suffix) => {
    await photograph(browser, `popup-done-${suffix}`, 'popup.html', popupSize);
    await photograph(browser, `viewer-list-${suffix}`, 'viewer.html#/mails', wide);
    await photograph(browser, `viewer-mail-${suffix}`, 'viewer.html#/mails', wide, openMail(1));
    await photograph(browser, `viewer-search-${suffix}`, 'viewer.html#/mails', wide, search('오늘'));
    await photograph(browser, `viewer-settings-${suffix}`, 'viewer.html#/settings', {
      ...wide,
      height: 1500,
    });
    await photograph(browser, `viewer-gallery-${suffix}`, 'viewer.html#/gallery', wide, smallPictures);
    await photograph(browser, `viewer-large-${suffix}`, 'viewer.html#/gallery', wide, largePicture);
    await photograph(browser, `viewer-calendar-${suffix}`, 'viewer.html#/calendar', wide);
    await photograph(browser, `viewer-report-${suffix}`, 'viewer.html#/report', wide);
    await photograph(browser, `viewer-import-${suffix}`, 'viewer.html#/import', wide);
    await photograph(browser, `viewer-export-${suffix}`, 'viewer.html?export-options', wide);
    await photograph(
      browser,
      `viewer-narrow-gallery-${suffix}`,
      'viewer.html#/gallery',
      narrow,
      smallPictures,
    );
    await photograph(browser, `viewer-narrow-calendar-${suffix}`, 'viewer.html#/calendar', narrow);
    await photograph(browser, `viewer-narrow-list-${suffix}`, 'viewer.html#/mails', narrow);
    await photograph(browser, `viewer-narrow-mail-${suffix}`, 'viewer.html#/mails', narrow, openMail(1));
    await photograph(browser, `viewer-narrow-settings-${suffix}`, 'viewer.html#/settings', narrow);
  });
} finally {
  await browser.discard();
  await service.close();
}
