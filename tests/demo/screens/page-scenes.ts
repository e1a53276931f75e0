import type { Page } from 'playwright-core';
import { startService } from '../../service/service.ts';
import { launchWithExtension } from '../../support/extension.ts';
import { changeSettings, waitForDone } from '../../support/journey.ts';
import { openPopup } from '../popup-driver.ts';
import { signInToWebClient } from '../web-client.ts';
import { inEach, narrow, photograph, wide } from './photographer.ts';

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

/** Photographs the welcome page and every page of the viewer, empty and full. */
export async function photographPages(): Promise<void> {
  const service = await startService({ mails: 300 });
  const browser = await launchWithExtension({ servicePort: service.port, locale: 'en' });
  try {
    await changeSettings(browser, { backupOnOpen: false, paces: { izone: 'fast' } });
    await inEach(browser, async (suffix) => {
      await photograph(browser, `welcome-${suffix}`, 'welcome.html', wide);
      await photograph(browser, `viewer-empty-${suffix}`, 'viewer.html', wide);
    });
    await signInToWebClient(browser, service);
    const popup = await openPopup(browser);
    await popup.backUp();
    await waitForDone(browser);
    await inEach(browser, async (suffix) => {
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
}
