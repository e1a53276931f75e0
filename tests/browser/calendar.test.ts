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

/** The calendar of 400 mails, the newest of them in April 2021. */
async function openCalendar(rest = '#/calendar'): Promise<Page> {
  const page = await browser.open(`?gallery=1200${rest}`);
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.getByRole('region', { name: 'Memories' }).waitFor();
  return page;
}

const month = (page: Page, name: string) => page.getByRole('grid', { name, exact: true });
const heading = (page: Page) => page.locator('.dates-head h3').textContent();

describe('the calendar', () => {
  it('is reached by its name, and shows the newest month', async () => {
    const page = await browser.open('?gallery=300');
    await page.getByRole('link', { name: 'Calendar', exact: true }).click();
    await page.getByRole('heading', { name: 'Calendar' }).waitFor();
    await month(page, 'April 2021').waitFor();
    await browser.leave(page);
  });

  it('counts the mails of a day and leads to them', async () => {
    const page = await openCalendar();
    const day = month(page, 'April 2021').getByRole('link', { name: /^April 27, 2021: \d+ mails?$/ });
    const said = Number(/: (\d+) mail/.exec((await day.textContent()) ?? '')?.[1]);
    const counted = await page.evaluate(
      () =>
        window.library.rows.filter(
          ({ receivedAt }) => receivedAt >= '2021-04-26T15:00:00' && receivedAt < '2021-04-27T15:00:00',
        ).length,
    );
    expect(said).toBe(counted);
    await day.click();
    const list = page.getByRole('region', { name: 'Tuesday, April 27, 2021' });
    expect(await list.getByRole('listitem').count()).toBe(counted);
    await list.getByRole('listitem').first().getByRole('link').click();
    await page.getByRole('article').waitFor();
    await page.evaluate(() => history.back());
    await list.waitFor();
    await browser.leave(page);
  });

  it('turns months and years, no further than there are mails', async () => {
    const page = await openCalendar();
    // Not `disabled`, which would lose the keyboard focus; a press has no effect.
    await page.getByRole('button', { name: 'Later' }).click({ force: true });
    expect(await heading(page)).toMatch(/^April 2021/);
    await page.getByRole('button', { name: 'Earlier' }).click();
    await month(page, 'March 2021').waitFor();
    await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: 'Year' }).click();
    await page.getByRole('list', { name: '2021' }).waitFor();
    await page.getByRole('link', { name: /^February \d+ mails$/ }).click();
    await month(page, 'February 2021').waitFor();
    await browser.leave(page);
  });

  it('is walked by arrow keys', async () => {
    const page = await openCalendar('#/calendar/2021-04-20');
    const focused = () =>
      page.evaluate(() => document.activeElement?.querySelector('.visually-hidden')?.textContent);
    await month(page, 'April 2021')
      .getByRole('link', { name: /^April 20, / })
      .focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toMatch(/^April 21, 2021/);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toMatch(/^April 14, 2021/);
    await page.keyboard.press('End');
    expect(await focused()).toBeUndefined();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Thursday, April 1, 2021' }).waitFor();
    await browser.leave(page);
  });

  it('shows this day in other years, the first mail and the longest silence', async () => {
    const page = await browser.context.newPage();
    await page.clock.setFixedTime(new Date('2022-04-20T12:00:00'));
    const address = (await browser.open()).url().replace(/\?.*|#.*/, '');
    await page.goto(`${address}?gallery=1200#/calendar`);
    const memories = page.getByRole('region', { name: 'Memories' });
    await memories.getByRole('heading', { name: /^1 year ago April 20, 2021$/ }).waitFor();
    await memories.getByText('The first mail').waitFor();
    await memories.getByText(/^2[12] days$/).waitFor();
    await page.close();
  });

  it('opens a random mail', async () => {
    const page = await openCalendar();
    await page.getByRole('button', { name: 'A mail by chance' }).click();
    await page.getByRole('article').waitFor();
    await browser.leave(page);
  });

  it('counts for one sender only, on request', async () => {
    const page = await openCalendar('#/calendar/2021');
    const ofAllSenders = await heading(page);
    await page.getByRole('group', { name: 'Senders' }).getByRole('button', { name: /^Sky/ }).first().click();
    await expect.poll(() => heading(page)).not.toBe(ofAllSenders);
    const senders = page.getByRole('table', { name: 'Mails by sender' }).getByRole('rowheader');
    expect(await senders.allTextContents()).toEqual(['Sky']);
    await browser.leave(page);
  });

  it('shows the numbers behind its drawings', async () => {
    const page = await openCalendar();
    const drawn = page.getByRole('region', { name: 'Mails by month' });
    await drawn.getByRole('img', { name: /^Most in .+ mails\.$/ }).waitFor();
    await drawn.getByText('Numbers as a table').click();
    const cells = await drawn.getByRole('table').getByRole('cell').allTextContents();
    expect(cells.reduce((sum, cell) => sum + Number(cell), 0)).toBe(400);
    await browser.leave(page);
  });

  it('has no violation axe can find in a month, a day and the tables', async () => {
    const page = await openCalendar('#/calendar/2021-04-20');
    for (const summary of await page.getByText('Numbers as a table').all()) await summary.click();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await browser.leave(page);
  });

  it('has no violation axe can find in a year', async () => {
    const page = await openCalendar('#/calendar/2021');
    await page.getByRole('list', { name: '2021' }).waitFor();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await browser.leave(page);
  });
});
