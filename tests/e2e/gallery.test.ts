import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { exportByClick } from '../support/exported-archive.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { withPlainPage } from '../support/plain-browser.ts';
import { changeSettings, isOfService, pressBackUp, signIn, waitForDone } from '../support/journey.ts';

vi.setConfig({ testTimeout: 180_000 });

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 40 });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false });
  await signIn(browser);
  const popup = await pressBackUp(browser);
  await waitForDone(browser);
  await popup.close();
}, 180_000);

afterAll(async () => {
  await browser.discard();
  await service.close();
});

const countPictures = (page: Page) =>
  page
    .locator('.tile img')
    .evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length);

function countKept(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('mail-ark');
        opening.onerror = () => reject(new Error('The database does not open.'));
        opening.onsuccess = () => {
          const counting = opening.result.transaction('thumbnails').objectStore('thumbnails').count();
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
  );
}

describe('the gallery of the extension', () => {
  it('shows what was backed up, makes and stores thumbnails once, and sends no request', async () => {
    for (const page of browser.context.pages()) if (page.url().startsWith('https:')) await page.close();
    const before = service.counters.log.length;
    const viewer = await browser.openPage('viewer.html#/gallery');
    await expect.poll(() => countPictures(viewer)).toBeGreaterThan(8);
    await expect.poll(() => countKept(viewer)).toBeGreaterThan(8);
    const pictures = service.expected().picturePaths.length;
    await viewer.getByRole('status').getByText(`${pictures} pictures`, { exact: true }).waitFor();
    const asked = service.counters.log.slice(before).filter(isOfService);
    expect(asked.filter(({ by }) => by === 'visitor')).toEqual([]);
    await viewer.close();
  });

  it('saves chosen pictures as one ZIP among the downloads', async () => {
    const viewer = await browser.openPage('viewer.html#/gallery');
    await viewer.getByRole('button', { name: 'Select', exact: true }).click();
    await viewer.locator('[data-at="0"]').click();
    await viewer.locator('[data-at="2"]').click({ modifiers: ['Shift'] });
    await viewer.getByRole('button', { name: 'Save as ZIP' }).click();
    await viewer.getByText('3 files are among your downloads.').waitFor();
    await viewer.close();
  });

  it('counts the same mails in the calendar', async () => {
    const viewer = await browser.openPage('viewer.html#/calendar');
    const months = viewer.getByRole('region', { name: 'Mails by month' });
    await months.getByText('Numbers as a table').click();
    const counts = await months.getByRole('cell').allTextContents();
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(service.expected().ids.length);
    await viewer.close();
  });
});

describe('an unpacked archive', () => {
  it('has the same gallery, its files as they are, and the same calendar', async () => {
    const viewer = await browser.openPage('viewer.html');
    const archive = await exportByClick(browser, viewer);
    await archive.expectSound();
    await viewer.close();
    try {
      await withPlainPage(async (page) => {
        await page.goto(`${pathToFileURL(join(archive.folder, 'index.html')).href}#/gallery`);
        await expect.poll(() => countPictures(page)).toBeGreaterThan(8);
        expect(await page.getByRole('button', { name: 'Select', exact: true }).count()).toBe(0);
        await page.locator('[data-at="0"]').click();
        await page.getByRole('dialog', { name: 'Large view' }).getByRole('img').first().waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: 'Calendar', exact: true }).click();
        await page.getByRole('region', { name: 'Memories' }).waitFor();
      });
    } finally {
      await archive.discard();
    }
  });
});
