import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startViewerBrowser, type ViewerBrowser } from './viewer-page.ts';

let browser: ViewerBrowser;

beforeAll(async () => {
  browser = await startViewerBrowser();
});

afterAll(() => browser.close());

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function boxOf(element: Locator): Promise<Box> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('The element is not drawn.');
  return box;
}

const isLeftOf = (one: Box, other: Box) => one.x + one.width <= other.x;
const isBeside = (one: Box, other: Box) =>
  isLeftOf(one, other) && one.y < other.y + other.height && other.y < one.y + one.height;

async function openAt(width: number, address: string): Promise<Page> {
  const page = await browser.open(address);
  await page.setViewportSize({ width, height: 640 });
  await page.getByRole('main').waitFor();
  return page;
}

describe('the fields of a form', () => {
  // The gallery's mails are of several mailboxes, so that one more field precedes the days.
  it.each(['?mails=60#/mails', '?gallery=120#/mails'])(
    'keep both days of a filter in one row: %s',
    async (address) => {
      const page = await openAt(390, address);
      await page.getByRole('button', { name: 'Filters' }).click();
      const [from, to] = [await boxOf(page.getByLabel('From day')), await boxOf(page.getByLabel('To day'))];
      expect(isBeside(from, to), JSON.stringify({ from, to })).toBe(true);
      await browser.leave(page);
    },
  );

  it('leave room for the button of a new tag', async () => {
    const page = await openAt(390, '?mails=60#/mails/letters/a1b2/m9996');
    await page.getByRole('button', { name: 'Tags' }).click();
    const dialog = page.getByRole('dialog');
    const field = await boxOf(dialog.getByRole('textbox'));
    const add = await boxOf(dialog.getByRole('button', { name: 'Add', exact: true }));
    expect(isBeside(field, add), JSON.stringify({ field, add })).toBe(true);
    await browser.leave(page);
  });

  it('have round corners of the dialog around them, also where it scrolls', async () => {
    const page = await openAt(1280, '?mails=60&export-options#/mails');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const { scrolls, raised } = await dialog.evaluate((element) => ({
      scrolls: element.scrollHeight > element.clientHeight,
      raised: (getComputedStyle(element).backgroundColor.match(/\d+/g) ?? []).map(Number),
    }));
    expect(scrolls).toBe(true);
    const { x, y, width, height } = await boxOf(dialog);
    const { width: row, data } = PNG.sync.read(await page.screenshot({ animations: 'disabled' }));
    const colorAt = (left: number, top: number) => {
      const at = (Math.round(top) * row + Math.round(left)) * 4;
      return [...data.subarray(at, at + 3)];
    };
    for (const left of [x + 3, x + width - 4])
      for (const top of [y + 3, y + height - 4]) expect(colorAt(left, top)).not.toEqual(raised);
    expect(colorAt(x + width / 2, y + 6)).toEqual(raised);
    await browser.leave(page);
  });
});

describe('the tools of a mail', () => {
  it.each(['en', 'ko', 'ja'])('stand in one row on a telephone: %s', async (language) => {
    const page = await openAt(390, `?mails=60&language=${language}#/mails/letters/a1b2/m9996`);
    const tools = page.locator('.reader-tools .button');
    await tools.first().waitFor();
    const tops = await tools.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
    expect(tops.length).toBeGreaterThan(4);
    expect([...new Set(tops)]).toHaveLength(1);
    await browser.leave(page);
  });
});
