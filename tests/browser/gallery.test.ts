import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { startViewerBrowser } from './viewer-page.ts';
import type { ViewerBrowser } from './viewer-page.ts';

// Starting a browser and running axe take long on a busy machine.
let browser: ViewerBrowser;

beforeAll(async () => {
  browser = await startViewerBrowser();
});

afterAll(() => browser.close());

/** Opens the wall with this many files, and waits until it is complete. */
async function openGallery(files: number, rest = ''): Promise<Page> {
  const page = await browser.open(`?gallery=${files}${rest}`);
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await tile(page, 0).waitFor();
  return page;
}

const tile = (page: Page, at: number) => page.locator(`[data-at="${at}"]`);
const box = (page: Page) => page.getByRole('dialog', { name: 'Large view' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const focused = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement).dataset['at']);
const place = (page: Page) => box(page).getByRole('status').textContent();
const heldFiles = (page: Page) => page.evaluate(() => window.library.openFiles.size);

describe('the gallery', () => {
  it('shows every file under its month, and only those near the window are in the page', async () => {
    const page = await openGallery(1_000);
    await page.getByRole('heading', { name: 'Gallery' }).waitFor();
    await page.getByRole('region', { name: 'April 2021' }).waitFor();
    await page.getByRole('status').getByText('1,000 files', { exact: true }).waitFor();
    expect(await page.locator('.tile').count()).toBeLessThan(150);
    await expect.poll(() => page.locator('.tile img').count()).toBeGreaterThan(10);
    await browser.leave(page);
  });

  // The page records its video while it draws it; a busy browser may record one without a frame, and then makes
  // another.
  it('says why a picture is missing, and shows videos by one of their frames', { retry: 2 }, async () => {
    const page = await openGallery(60);
    await page
      .getByRole('button', { name: /^Picture from .+ No longer at the service$/ })
      .first()
      .waitFor();
    await expect.poll(() => tile(page, 5).textContent()).toBe('No longer at the service');
    await expect.poll(() => tile(page, 9).textContent()).toBe('Arrived damaged');
    await expect.poll(() => tile(page, 7).locator('img').count()).toBe(1);
    expect(await tile(page, 7).getAttribute('aria-label')).toMatch(/^Video from /);
    await browser.leave(page);
  });

  it('is filtered by kind and by sender', async () => {
    const page = await openGallery(200);
    await page
      .getByRole('group', { name: 'Kind' })
      .getByRole('button', { name: /^Voices/ })
      .click();
    await page.getByRole('status').getByText('8 files', { exact: true }).waitFor();
    await page.getByRole('group', { name: 'Kind' }).getByRole('button', { name: /^All/ }).click();
    await page.getByRole('group', { name: 'Senders' }).getByRole('button', { name: /^Sky/ }).first().click();
    const names = await page
      .locator('.tile')
      .evaluateAll((tiles) => tiles.map((each) => each.ariaLabel ?? ''));
    expect(names.filter((name) => !name.includes('from Sky'))).toEqual([]);
    await browser.leave(page);
  });

  it('has no violation axe can find: wall, picture and audio', async () => {
    const page = await openGallery(120);
    await expect.poll(() => page.locator('.tile img').count()).toBeGreaterThan(10);
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await tile(page, 0).click();
    await box(page).getByRole('img').first().waitFor();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await tile(page, 11).click();
    await box(page).locator('audio').waitFor();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await browser.leave(page);
  });
});

describe('the gallery by keyboard', () => {
  it('moves from picture to picture, opens one, and returns to it', async () => {
    const page = await openGallery(300);
    await tile(page, 0).focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('1');
    await page.keyboard.press('ArrowDown');
    const below = Number(await focused(page));
    expect(below).toBeGreaterThan(1);
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('299');
    await page.keyboard.press('Home');
    await expect.poll(() => focused(page)).toBe('0');
    await page.keyboard.press('Enter');
    await box(page).waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => place(page)).toMatch(/^2 of 300\. Picture from /);
    await page.keyboard.press('Escape');
    await expect.poll(() => box(page).count()).toBe(0);
    expect(await focused(page)).toBe('1');
    await browser.leave(page);
  });

  it('enlarges, moves and shows the whole picture again', async () => {
    const page = await openGallery(40);
    await tile(page, 1).click();
    await box(page).getByRole('img').first().waitFor();
    const shape = () =>
      page.locator('.stage-picture img').evaluate((image) => {
        const { a: scale, e: x, f: y } = new DOMMatrix(image.style.transform);
        return { scale, x, y };
      });
    for (let press = 0; press < 5; press++) await page.keyboard.press('+');
    await expect.poll(shape).toEqual({ scale: 7.59375, x: 0, y: 0 });
    await page.keyboard.press('ArrowDown');
    await expect.poll(shape).toEqual({ scale: 7.59375, x: 0, y: -80 });
    await page.keyboard.press('ArrowRight');
    await expect.poll(shape).toEqual({ scale: 7.59375, x: -80, y: -80 });
    expect(await place(page)).toMatch(/^2 of 40/);
    await page.keyboard.press('0');
    await expect.poll(shape).toEqual({ scale: 1, x: 0, y: 0 });
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => place(page)).toMatch(/^1 of 40/);
    await browser.leave(page);
  });
});

describe('the lightbox', () => {
  it('has an address of its own, and the back button closes it', async () => {
    const page = await openGallery(40);
    await tile(page, 2).click();
    await box(page).waitFor();
    const address = new URL(page.url()).hash;
    await page.evaluate(() => history.back());
    await expect.poll(() => box(page).count()).toBe(0);
    const other = await browser.open(`?gallery=40${address}`);
    await box(other).waitFor();
    expect(await place(other)).toMatch(/^3 of 40/);
    await other.close();
    await browser.leave(page);
  });

  it('leads to the mail of the picture', async () => {
    const page = await openGallery(40);
    await tile(page, 4).click();
    await box(page).getByRole('link', { name: 'Open its mail' }).click();
    await page.getByRole('article').waitFor();
    expect(new URL(page.url()).hash).toBe('#/mails/letters/a1b2/m99999');
    await browser.leave(page);
  });

  it('offers the file under a name with its sender', async () => {
    const page = await openGallery(40);
    await tile(page, 0).click();
    const link = box(page).getByRole('link', { name: 'Save this file' });
    await link.waitFor();
    expect(await link.getAttribute('download')).toMatch(/^2021-04-28_.+_0\.jpg$/);
    await browser.leave(page);
  });

  it('plays a slideshow until it is stopped', async () => {
    const page = await openGallery(40);
    await page.clock.install();
    await tile(page, 0).click();
    await button(page, 'Start slideshow').click();
    await button(page, 'Stop slideshow').waitFor();
    await page.clock.runFor(4_100);
    await box(page).getByText('2 / 40').waitFor();
    await button(page, 'Stop slideshow').click();
    await page.clock.runFor(9_000);
    await box(page).getByText('2 / 40').waitFor();
    await browser.leave(page);
  });

  it('swipes, and zooms by wheel and double tap', async () => {
    const page = await openGallery(40);
    await tile(page, 1).click();
    await box(page).getByRole('img').first().waitFor();
    await page.mouse.move(600, 350);
    await page.mouse.down();
    await page.mouse.move(480, 352, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => place(page)).toMatch(/^3 of 40/);
    await box(page).getByRole('img').first().waitFor();
    const scale = () => page.getByRole('button', { name: /Whole picture$/ }).textContent();
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => Number.parseInt((await scale()) ?? '', 10)).toBeGreaterThan(150);
    await page.mouse.dblclick(500, 350);
    await expect.poll(scale).toMatch(/^100%/);
    await browser.leave(page);
  });

  it('releases each file when it is no longer shown', async () => {
    const page = await openGallery(40);
    await tile(page, 0).click();
    await box(page).getByRole('img').first().waitFor();
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => heldFiles(page)).toBeLessThanOrEqual(3);
    await page.keyboard.press('Escape');
    await expect.poll(() => heldFiles(page)).toBe(0);
    await browser.leave(page);
  });
});

describe('files selected on the wall', () => {
  const chosen = (page: Page, words: string) =>
    page.getByRole('group', { name: 'Selected files' }).getByText(words, { exact: true }).waitFor();

  it('are selected by click, by shift and all at once, and saved together', async () => {
    const page = await openGallery(40);
    await button(page, 'Select').click();
    await tile(page, 0).click();
    await tile(page, 6).click({ modifiers: ['Shift'] });
    // The sixth no longer exists at the service and cannot be saved.
    await chosen(page, '6 files selected');
    await tile(page, 1).click();
    await chosen(page, '5 files selected');
    await button(page, 'Save as ZIP').click();
    await page.getByText('5 files are among your downloads.').waitFor();
    const saved = await page.evaluate(() => window.savedMedia?.map((key) => key.split('/').at(-1)));
    expect(saved).toEqual(['0.jpg', '2.jpg', '3.jpg', '4.jpg', '6.jpg']);
    await button(page, 'Done').click();
    await tile(page, 0).click();
    await box(page).waitFor();
    await browser.leave(page);
  });

  it('are selected by keyboard, each a checkbox', async () => {
    const page = await openGallery(40);
    await tile(page, 2).focus();
    await page.keyboard.press('x');
    await chosen(page, '1 file selected');
    await page.keyboard.press('Shift+ArrowRight');
    await chosen(page, '2 files selected');
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
    await page.keyboard.press('Space');
    await chosen(page, '1 file selected');
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('ControlOrMeta+a');
    await button(page, 'Save as ZIP').click();
    await page.getByText(/ files are among your downloads\.$/).waitFor();
    await tile(page, 2).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(0);
    await browser.leave(page);
  });
});
