import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { exportByClick } from '../support/exported-archive.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';
import { withPlainPage } from '../support/plain-browser.ts';

/** A word that occurs in many of the service's mails. */
const nickname = '하루';

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 80 });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false, paces: { izone: 'fast' } });
  const client = await signIn(browser);
  await pressBackUp(browser);
  await waitForDone(browser);
  await client.close();
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

const countLine = (page: Page) => page.locator('.list-count');

/** The text of the page, and of the mail in its frame. */
function readShown(page: Page): Promise<string> {
  return page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('.mail-frame');
    return document.documentElement.outerHTML + (frame?.contentDocument?.body.innerHTML ?? '');
  });
}

/** Asserts that list, mail and search results hide the name. */
async function expectHidden(page: Page): Promise<void> {
  await page.getByRole('searchbox').fill('○○');
  await expect.poll(() => countLine(page).innerText()).toMatch(/^[1-9]\d* mails? found$/);
  const found = page.locator('.mail-row').filter({ has: page.locator('.mail-row-preview mark') });
  // A press opens nothing where the list changes under it: the whole result follows the early one.
  const row = found.filter({ hasText: '○○' }).first();
  await row.click();
  const readAgain = async () => {
    if (await page.locator('.reader-empty').isVisible()) await row.click();
    return readShown(page);
  };
  await expect.poll(readAgain).toMatch(/<p>[^<]*○○/);
  expect(await readShown(page)).not.toContain(nickname);
  await page.getByRole('searchbox').fill(nickname);
  await page.getByText('Nothing found').waitFor();
}

describe('A hidden name', () => {
  it('is chosen once, in the settings', async () => {
    const page = await browser.openPage('viewer.html#/settings');
    await page.getByRole('button', { name: 'Change how it’s shown' }).click();
    await page.getByRole('radio', { name: 'Without my name' }).check();
    await page.getByLabel('Name as it stands in the mails').fill(nickname);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Your name is hidden').waitFor();
    await page.close();
  });

  it('is nowhere in the viewer, and what the search finds agrees with it', async () => {
    const page = await browser.openPage('viewer.html#/mails');
    await expectHidden(page);
    await page.close();
  });

  it('is nowhere in the viewer of an archive that was unpacked', async () => {
    const viewer = await browser.openPage('viewer.html');
    const exported = await exportByClick(browser, viewer);
    await exported.expectSound();
    await withPlainPage(async (page) => {
      await page.goto(pathToFileURL(join(exported.folder, 'index.html')).href);
      await expectHidden(page);
    });
    await exported.discard();
    await viewer.close();
  });
});
