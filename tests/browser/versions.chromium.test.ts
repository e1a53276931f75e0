import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { startViewerBrowser } from './viewer-page.ts';
import type { ViewerBrowser } from './viewer-page.ts';

let browser: ViewerBrowser;

beforeAll(async () => {
  browser = await startViewerBrowser();
  await browser.context.exposeFunction('hit', (what: string) => ran.push(what));
});

afterAll(() => browser.close());

const ran: string[] = [];
const line = (page: Page) => page.getByRole('button', { name: 'Edited · 2 earlier versions' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Earlier versions' });
const lastChange = (page: Page) => dialog(page).getByRole('region').last();

/** Opens the versions of the mail that changed twice. */
async function openVersions(): Promise<Page> {
  const page = await browser.open('?mails=60#/mails/letters/a1b2/m9972');
  await line(page).click();
  await dialog(page).waitFor();
  return page;
}

/** Texts with every white space as a space. */
const plain = (texts: string[]): string[] => texts.map((text) => text.replace(/\s/g, ' '));

describe('The earlier versions of a mail', () => {
  it('are counted where there are some', async () => {
    const page = await browser.open('?mails=60#/mails/letters/a1b2/m9973');
    await page.getByRole('article').locator('.paper-plain, .mail-frame[data-loaded="true"]').waitFor();
    expect(await page.getByRole('button', { name: /^Edited/ }).count()).toBe(0);
    await page.goto(page.url().replace('m9973', 'm9972'));
    await line(page).waitFor();
    await browser.leave(page);
  });

  it('are listed by when each change was noticed, newest first, with what it changed', async () => {
    const page = await openVersions();
    expect(plain(await dialog(page).getByRole('heading', { level: 3 }).allTextContents())).toEqual([
      'Change seen on Sunday, May 2, 2021 at 9:15 PM',
      'Change seen on Wednesday, April 28, 2021 at 9:30 AM',
    ]);
    const pictures = dialog(page).getByRole('region').first();
    expect(await pictures.getByRole('heading', { level: 4 }).allTextContents()).toEqual([
      'Pictures and files removed',
      'Pictures and files added',
    ]);
    await expect.poll(() => pictures.getByRole('img').count()).toBe(2);
    expect(await lastChange(page).getByRole('heading', { level: 4 }).allTextContents()).toEqual([
      'Subject',
      'Text',
    ]);
    expect(await lastChange(page).locator('del').allTextContents()).toEqual(['Snow letter', '雪', '長靴と']);
    expect(await lastChange(page).locator('ins').allTextContents()).toEqual(['Letter', '雨']);
    await browser.leave(page);
  });

  it('show the mail as it was, in a frame sandboxed like the mail’s own', async () => {
    const page = await openVersions();
    await page.evaluate(async () => {
      const { library } = window;
      const [mail] = await library.listVersions({ service: 'letters', account: 'a1b2', id: 'm9972' });
      if (!mail) return;
      mail.content.htmlBody += `<img src="x" onerror="top.hit('picture')"><script>top.hit('script')</script>`;
      library.change();
    });
    await lastChange(page).getByRole('button', { name: 'The mail before this change' }).click();
    const frame = lastChange(page).locator('.mail-frame[data-loaded="true"]');
    await frame.waitFor();
    expect(await frame.getAttribute('sandbox')).toBe('allow-same-origin');
    const inside = lastChange(page).frameLocator('.mail-frame');
    await inside.getByText('今日は朝から雪でした。').waitFor();
    expect(await inside.locator('script, [onerror]').count()).toBe(0);
    await expect
      .poll(() =>
        inside
          .locator('body')
          .evaluate((body) => [...body.ownerDocument.images].map((each) => each.naturalWidth)),
      )
      .toContain(60);
    expect(ran).toEqual([]);
    await browser.leave(page);
  });

  it('show the user’s name as chosen, and never as written', async () => {
    const page = await openVersions();
    await page.evaluate(async () => {
      await window.library.marks.edit?.({ putName: { mode: 'own', written: ['Snow'], own: 'Sunny' } });
    });
    await expect.poll(() => lastChange(page).locator('del').first().textContent()).toBe('Sunny letter');
    await lastChange(page).getByRole('button', { name: 'The mail before this change' }).click();
    await lastChange(page).locator('.mail-frame[data-loaded="true"]').waitFor();
    expect(await dialog(page).innerText()).not.toContain('Snow');
    await browser.leave(page);
  });

  it('say where a former picture cannot be decoded', async () => {
    const page = await browser.open('?mails=60#/mails/letters/a1b2/m9972');
    await page.evaluate(() => {
      window.library.openAsset = () => {
        const url = URL.createObjectURL(new Blob(['no picture'], { type: 'image/png' }));
        return Promise.resolve({ url, contentType: 'image/png', sizeBytes: 10, release: () => undefined });
      };
    });
    await line(page).click();
    const removed = dialog(page).getByRole('group', { name: 'Pictures and files removed' });
    await removed.getByText('This file could not be opened.').waitFor();
    await browser.leave(page);
  });

  it('are opened and closed by the keyboard, also from inside a frame', async () => {
    const page = await browser.open('?mails=60#/mails/letters/a1b2/m9972');
    await line(page).focus();
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    await lastChange(page).getByRole('button', { name: 'The mail before this change' }).press('Enter');
    await lastChange(page).locator('.mail-frame[data-loaded="true"]').waitFor();
    await lastChange(page).frameLocator('.mail-frame').locator('body').press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    expect(await line(page).evaluate((button) => button === document.activeElement)).toBe(true);
    await browser.leave(page);
  });

  it.each(['by its button', 'by Control+p'])('can be printed with what is open in them, %s', async (how) => {
    const page = await openVersions();
    await lastChange(page).getByRole('button', { name: 'The mail before this change' }).click();
    await lastChange(page).locator('.mail-frame[data-loaded="true"]').waitFor();
    if (how === 'by Control+p') await page.keyboard.press('Control+p');
    else await dialog(page).getByRole('button', { name: 'Print' }).click();
    const sheet = page.frameLocator('.print-frame');
    await sheet.locator('.mail-sheet').waitFor({ state: 'attached' });
    const words = await sheet.locator('body').innerText();
    expect(words).toContain('Change seen on Sunday, May 2, 2021');
    expect(words).toContain('今日は朝から雪でした。長靴と傘を忘れないでね。');
    expect(await sheet.locator('iframe').count()).toBe(0);
    expect(await page.locator('.print-frame').count()).toBe(1);
    await browser.leave(page);
  });

  it('pass axe, in both themes', async () => {
    const page = await openVersions();
    await lastChange(page).getByRole('button', { name: 'The mail before this change' }).click();
    await lastChange(page).locator('.mail-frame[data-loaded="true"]').waitFor();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await browser.leave(page);
  });
});
