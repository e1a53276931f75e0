import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolationsEnlarged, findViolationsInBothThemes } from '../support/axe.ts';
import { startViewerBrowser } from './viewer-page.ts';
import type { ViewerBrowser } from './viewer-page.ts';

let browser: ViewerBrowser;

// A tour is long, and a machine may be busy.
beforeAll(async () => {
  browser = await startViewerBrowser();
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

afterAll(() => browser.close());

async function openViewer(address = '?mails=120', width = 1280): Promise<Page> {
  const page = await browser.open(address);
  await page.setViewportSize({ width, height: 820 });
  await page.getByRole('main').waitFor();
  return page;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const mailLink = (page: Page, subject: string) =>
  page.getByRole('link', { name: new RegExp(`\\b${subject}\\b`) });
const countLine = (page: Page) => page.locator('.list-count');
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search mails' });

describe('the mails, with the mouse', () => {
  it('are found by words, initial consonants and conditions, and the search can be left again', async () => {
    const page = await openViewer();
    await search(page).fill('ㅇㅅ has:picture');
    await expect.poll(() => countLine(page).innerText()).toBe('10 mails found');
    await expect.poll(() => page.locator('.mail-row mark').first().innerText()).toBe('우산');
    await search(page).fill('from:sky -umbrella');
    await page.getByText('Nothing found').waitFor();
    await search(page).fill('umbrella date:yesterday');
    await page.getByText('Not understood, left out: date:yesterday').waitFor();
    await expect.poll(() => new URL(page.url()).hash).toContain('q=umbrella');
    await page.evaluate(() => history.back());
    await expect.poll(() => search(page).inputValue()).toBe('');
    await expect.poll(() => countLine(page).innerText()).toBe('120 mails');
    await browser.leave(page);
  });

  it('are narrowed by filters that combine and are part of the address', async () => {
    const page = await openViewer();
    await button(page, 'Filters').click();
    await page.getByLabel('From day').fill('2021-04-27');
    await button(page, 'With pictures').click();
    await page.getByRole('button', { name: /^Sky/ }).click();
    const hash = '#/mails?service=letters&sender=3&from=2021-04-27&pictures=1';
    await expect.poll(() => new URL(page.url()).hash).toBe(hash);
    await expect.poll(() => countLine(page).innerText()).toBe('4 mails found');
    const found = await countLine(page).innerText();
    const other = await openViewer(`?mails=120${hash}`);
    await expect.poll(() => countLine(other).innerText()).toBe(found);
    await other.close();
    await page.evaluate(() => history.back());
    await expect.poll(() => new URL(page.url()).hash).toBe('#/mails?from=2021-04-27&pictures=1');
    await button(page, 'Show all mails').click();
    await expect.poll(() => countLine(page).innerText()).toBe('120 mails');
    await browser.leave(page);
  });

  it('keep searches under names', async () => {
    const page = await openViewer();
    await search(page).fill('umbrella');
    await button(page, 'Saved searches').click();
    await page.getByRole('textbox', { name: 'Name of the search' }).fill('Rainy days');
    await button(page, 'Save this search').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await search(page).fill('');
    await button(page, 'Saved searches').click();
    await button(page, 'Rainy days').click();
    await expect.poll(() => search(page).inputValue()).toBe('umbrella');
    await button(page, 'Saved searches').click();
    await button(page, 'Rename Rainy days').click();
    await page.getByRole('textbox', { name: 'Name of the search' }).first().fill('Wet days');
    await button(page, 'Save').click();
    await button(page, 'Delete Wet days').click();
    await page.getByText('No search is saved yet.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await button(page, 'Undo').click();
    await button(page, 'Saved searches').click();
    await button(page, 'Wet days').waitFor();
    await browser.leave(page);
  });

  it('are starred and tagged many at once, which can be undone', async () => {
    const page = await openViewer();
    await button(page, 'Select').click();
    await page.getByRole('checkbox', { name: 'Select “Letter 2”' }).click();
    await page.getByRole('checkbox', { name: 'Select “Letter 4”' }).click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    const bar = page.getByRole('group', { name: 'Selected mails' });
    await bar.getByRole('button', { name: 'Star', exact: true }).click();
    await page.getByText('Starred 3 mails.').waitFor();
    await button(page, 'Undo').click();
    await expect.poll(() => mailLink(page, 'Letter 3').getByText('Starred').count()).toBe(0);
    await bar.getByRole('button', { name: 'Tags…' }).click();
    await page.getByRole('textbox', { name: 'New tag' }).fill('겨울');
    await button(page, 'Add').click();
    await page.getByRole('checkbox', { name: '겨울' }).waitFor();
    await button(page, 'Done').click();
    await button(page, 'End selection').click();
    await search(page).fill('tag:겨울');
    await expect.poll(() => countLine(page).innerText()).toBe('3 mails found');
    await browser.leave(page);
  });

  it('have tags that are renamed, merged and deleted, which can be undone', async () => {
    const page = await openViewer('?mails=120#/settings');
    const tags = page.getByRole('region', { name: 'Tags' });
    for (const name of ['Winter', 'Summer']) {
      await tags.getByRole('button', { name: 'New tag' }).click();
      await tags.getByRole('textbox', { name: 'Name of the tag' }).fill(name);
      await tags.getByRole('radio', { name: 'Blue' }).check();
      await tags.getByRole('button', { name: 'Save' }).click();
      await tags.getByRole('button', { name: `Rename ${name}` }).waitFor();
    }
    await tags.getByRole('button', { name: 'Rename Winter' }).click();
    await tags.getByRole('textbox', { name: 'Name of the tag' }).fill('Snow');
    await tags.getByRole('button', { name: 'Save' }).click();
    await tags.getByRole('combobox', { name: 'Merge Snow into another tag' }).selectOption('Summer');
    await page.getByText('Merged “Snow” into “Summer”.').waitFor();
    await button(page, 'Undo').click();
    await tags.getByRole('button', { name: 'Rename Snow' }).waitFor();
    await tags.getByRole('button', { name: 'Delete Snow' }).click();
    await page.getByText('Deleted the tag “Snow”.').waitFor();
    await browser.leave(page);
  });

  it('are read with their neighbours, their day, their pictures and as they were received', async () => {
    const page = await openViewer();
    await search(page).fill('umbrella');
    await mailLink(page, 'Letter 9').click();
    const reader = page.getByRole('article');
    await reader.getByRole('heading', { name: 'Letter 9' }).waitFor();
    await button(page, 'Next mail').click();
    await reader.getByRole('heading', { name: 'Letter 12' }).waitFor();
    await button(page, 'More').click();
    await button(page, 'Show this day').click();
    await expect.poll(() => countLine(page).innerText()).toBe('120 mails');
    await reader.getByRole('heading', { name: 'Letter 12' }).waitFor();
    await button(page, 'More').click();
    await button(page, 'As it was received').click();
    await page.getByLabel('The service’s record').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await mailLink(page, 'Letter 13').click();
    await button(page, 'More').click();
    await button(page, 'All pictures of this mail').click();
    const link = page.getByRole('link', { name: 'Save picture 1 of 3 from 하늘' });
    expect(await link.getAttribute('download')).toBe('0.png');
    expect(await link.getAttribute('href')).toMatch(/^blob:/);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await button(page, 'More').click();
    await button(page, 'Copy the text').click();
    await page.getByText('The text is copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'Letter 13\n\n오늘은 하루 종일 비가 왔어요. 우산 꼭 챙기세요!',
    );
    await browser.leave(page);
  });

  it('are read by opening them, and unread again by choice', async () => {
    const page = await openViewer();
    const first = mailLink(page, 'Letter 1');
    await first.getByText('Unread').waitFor({ state: 'attached' });
    await first.click();
    await expect.poll(() => first.getByText('Unread').count()).toBe(0);
    await button(page, 'Mark as unread').click();
    await first.getByText('Unread').waitFor({ state: 'attached' });
    await browser.leave(page);
  });

  it('have notes that save themselves, and are found by them', async () => {
    const page = await openViewer();
    await mailLink(page, 'Letter 2').click();
    await button(page, 'Add a note').click();
    await page.getByRole('textbox', { name: 'Note' }).fill('Read this again in winter');
    await page.getByText('Saved', { exact: true }).waitFor();
    await search(page).fill('is:noted');
    await expect.poll(() => countLine(page).innerText()).toBe('1 mail found');
    await browser.leave(page);
  });

  it('show the user’s name as chosen, in the frame too', async () => {
    const page = await openViewer();
    await mailLink(page, 'Letter 3').click();
    await button(page, 'More').click();
    await button(page, 'Your name in these mails').click();
    await page.getByRole('radio', { name: 'As another name' }).check();
    await page.getByLabel('Name to show').fill('parasol');
    await page.getByLabel('Name as it stands in the mails').fill('umbrella');
    await button(page, 'Save').click();
    await page.frameLocator('.mail-frame').getByText('Please take an parasol').waitFor();
    await mailLink(page, 'Letter 6').getByText('parasol').waitFor({ state: 'attached' });
    await browser.leave(page);
  });
});

describe('the mails, with the keyboard alone', () => {
  it('are found, opened, marked, tagged, noted and left', async () => {
    const page = await openViewer();
    await page.keyboard.press('/');
    await page.keyboard.type('umbrella');
    await expect.poll(() => countLine(page).innerText()).toBe('40 mails found');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('mail-row');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const reader = page.getByRole('article');
    await reader.getByRole('heading', { name: 'Letter 6' }).waitFor();
    await page.keyboard.press('s');
    await expect.poll(() => button(page, 'Star').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('u');
    await expect.poll(() => button(page, 'Mark as unread').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('t');
    await page.getByRole('dialog', { name: 'Tags of 1 mail' }).waitFor();
    await page.keyboard.type('Rain');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Rain' }).waitFor();
    await page.keyboard.press('Escape');
    await reader.getByText('Rain', { exact: true }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('a note');
    await page.getByText('Saved', { exact: true }).waitFor();
    await browser.leave(page);
  });

  it('are selected one by one, in a row and all', async () => {
    const page = await openViewer();
    await page.locator('.mail-row[tabindex="0"]').focus();
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('Control+a');
    await page.getByText('120 selected').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: 'Selected mails' }).waitFor({ state: 'detached' });
    await browser.leave(page);
  });

  it('list their shortcuts', async () => {
    const page = await openViewer();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await browser.leave(page);
  });
});

describe('the viewer', () => {
  it('has no violation axe can find in its panels and dialogs, in light and in dark, wide and narrow', async () => {
    const page = await openViewer('?mails=120#/mails/letters/a1b2/m9996');
    await page.keyboard.press('f');
    await button(page, 'Select').click();
    await page.getByRole('checkbox', { name: 'Select “Letter 2”' }).click();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    for (const open of ['Tags…', 'How to search'] as const) {
      await button(page, open).first().click();
      await page.getByRole('dialog').waitFor();
      expect(await findViolationsInBothThemes(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.keyboard.press('?');
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 380, height: 760 });
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await browser.leave(page);
  });

  for (const address of [
    '?mails=120#/mails',
    '?mails=120#/mails/letters/a1b2/m9996',
    '?mails=120&export-options#/mails',
    '?gallery=60#/gallery',
    '?mails=120#/calendar/2021-04',
    '?mails=120#/settings',
  ]) {
    it(`has no violation axe can find when everything is twice as large: ${address}`, async () => {
      const page = await openViewer(address);
      expect(await findViolationsEnlarged(page)).toEqual([]);
      await browser.leave(page);
    });
  }

  it('opens where the user was, and keeps larger letters in step with its rows', async () => {
    const page = await openViewer('?mails=120#/mails/letters/a1b2/m9990');
    await page.getByRole('heading', { name: 'Letter 11' }).waitFor();
    await page.goto(page.url().replace(/#.*/, '').replace('mails=120', 'mails=121'));
    await page.getByRole('heading', { name: 'Letter 11' }).waitFor();
    const before = await page.locator('.mail-list-item').first().boundingBox();
    await page.evaluate(() => {
      document.documentElement.dataset['textSize'] = 'huge';
    });
    await expect
      .poll(async () => (await page.locator('.mail-list-item').last().boundingBox())?.height)
      .toBeGreaterThan((before?.height ?? 0) * 0.9);
    await browser.leave(page);
  });

  it('says that a mail is canceled, in the list and above its words', async () => {
    const page = await browser.open('?mails=60#/mails/letters/a1b2/m9955');
    const article = page.getByRole('article');
    await article.locator('.paper-plain, .mail-frame[data-loaded="true"]').waitFor();
    await expect.poll(() => article.getByText('This mail was canceled', { exact: false }).count()).toBe(1);
    const rows = page.locator('.mail-row-withdrawn');
    await expect.poll(() => rows.allTextContents()).toContain('Canceled');
    await browser.leave(page);
  });
});
