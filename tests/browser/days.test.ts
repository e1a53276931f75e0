import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startViewerBrowser } from './viewer-page.ts';
import type { ViewerBrowser } from './viewer-page.ts';

let browser: ViewerBrowser;

beforeAll(async () => {
  browser = await startViewerBrowser();
});

afterAll(() => browser.close());

/** Opens the viewer in a time zone, with one mail of 25 April 2021, 23:40 on the services' clock. */
async function seenFrom(timeZone: string, route: string, look: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.open('?mails=1');
  await browser.setTimeZone(page, timeZone);
  try {
    const address = new URL(route, page.url()).href;
    await page.goto('about:blank');
    await page.goto(address);
    await page.evaluate(() => {
      const [row] = window.library.rows;
      if (row) row.receivedAt = '2021-04-25T14:40:00Z';
      window.library.change();
    });
    await look(page);
  } finally {
    // Tabs are reused.
    await browser.setTimeZone(page, undefined);
    await browser.leave(page);
  }
}

/** A text with every white space as a space. */
const plain = (text: string | null): string => (text ?? '').replace(/\s/g, ' ');

const there = 'Sunday, April 25, 2021 at 11:40 PM';

describe.each([
  ['America/Los_Angeles', `${there} in Korea and Japan · 7:40 AM your time`],
  ['UTC', `${there} in Korea and Japan · 2:40 PM your time`],
  ['Asia/Seoul', there],
  ['Pacific/Kiritimati', `${there} in Korea and Japan · Mon, Apr 26, 4:40 AM your time`],
])('a mail of 23:40 in Seoul, seen from %s', (timeZone, said) => {
  it('stands under its day in the list, and is found by it', async () => {
    await seenFrom(timeZone, '#/mails?q=date:2021-04-25&from=2021-04-25&to=2021-04-25', async (page) => {
      await page.getByRole('listitem').first().waitFor();
      expect(await page.locator('h2.mail-list-day').allTextContents()).toEqual(['Sunday, April 25, 2021']);
      expect(plain(await page.locator('.mail-row-time').textContent())).toBe('11:40 PM');
    });
  });

  it('has both times in the reader, where they differ', async () => {
    await seenFrom(timeZone, '#/mails/letters/a1b2/m10000', async (page) => {
      const time = page.getByRole('article').locator('time');
      await expect.poll(async () => plain(await time.textContent())).toBe(said);
    });
  });

  it('is counted on its day in the calendar', async () => {
    await seenFrom(timeZone, '#/calendar/2021-04-25', async (page) => {
      const day = page.getByRole('region', { name: 'Sunday, April 25, 2021' });
      await day.getByRole('listitem').waitFor();
      expect(plain(await day.locator('time').textContent())).toBe('11:40 PM');
    });
  });

  it('is part of an export of its day', async () => {
    await seenFrom(timeZone, '?mails=1&export-options', async (page) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('First day').fill('2021-04-25');
      await dialog.getByLabel('Last day').fill('2021-04-25');
      await expect.poll(() => dialog.getByRole('status').textContent()).toBe('1 mail');
    });
  });
});

describe('a day in Japanese', () => {
  it('is written with the letter of its weekday in brackets', async () => {
    const page = await browser.open('?mails=1&language=ja#/mails/letters/a1b2/m10000');
    const time = page.getByRole('article').locator('time');
    await expect
      .poll(async () => plain(await time.textContent()))
      .toMatch(/\d{4}年\d+月\d+日\([日月火水木金土]\) \d+:\d\d/);
    await expect
      .poll(() => page.locator('h2.mail-list-day').first().textContent())
      .toMatch(/日\([日月火水木金土]\)$/);
    await browser.leave(page);
  });
});
