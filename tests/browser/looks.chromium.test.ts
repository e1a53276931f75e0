import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startViewerBrowser, type ViewerBrowser } from './viewer-page.ts';

/**
 * The appearance of pages, compared with the pictures in `looks/`. `npm run looks` takes new ones, to be reviewed
 * before they are committed.
 */

/**
 * The share of a picture that may differ; a page is mostly paper, so a list that is a little wider is a hundredth of
 * it.
 */
const tolerance = 0.005;
const isUpdating = process.env['MAIL_ARK_UPDATE_LOOKS'] === '1';
const folder = join(import.meta.dirname, 'looks');

let browser: ViewerBrowser;
/**
 * Whether letters have the shapes they had when the pictures were taken: another browser or other fonts draw other
 * shapes.
 */
let isSameHand = true;

beforeAll(async () => {
  browser = await startViewerBrowser();
  const hand = await readHand();
  const file = join(folder, 'drawn-by.json');
  if (isUpdating) await writeFile(file, `${JSON.stringify(hand, null, 2)}\n`);
  else isSameHand = JSON.stringify(JSON.parse(await readFile(file, 'utf8'))) === JSON.stringify(hand);
});

afterAll(() => browser.close());

interface Look {
  /** Query and address of the page. */
  address: string;
  scheme: 'light' | 'dark';
  width: number;
  /** Brings the page into the required state. */
  act?(page: Page): Promise<unknown>;
}

const looks: Record<string, Look> = {
  'mail-light': { address: '?mails=60#/mails/letters/a1b2/m9996', scheme: 'light', width: 1280 },
  'mail-ko-dark': {
    address: '?mails=60&language=ko#/mails/letters/a1b2/m9996',
    scheme: 'dark',
    width: 1280,
  },
  'mail-printed': {
    address: '?mails=60#/mails/letters/a1b2/m9996',
    scheme: 'dark',
    width: 794,
    act: (page) => page.emulateMedia({ media: 'print' }),
  },
  'list-ja-narrow': { address: '?mails=60&language=ja#/mails', scheme: 'light', width: 390 },
  'gallery-light': {
    address: '?gallery=120#/gallery',
    scheme: 'light',
    width: 1280,
    act: (page) =>
      page.waitForFunction(() => {
        const tiles = [...document.querySelectorAll('.tile')].filter(
          (tile) => tile.getBoundingClientRect().top < innerHeight,
        );
        // A video's own frame comes last; until then there is only an icon.
        return (
          tiles.length > 20 && tiles.every((tile) => tile.querySelector('img, .tile-words > :is(span, bdi)'))
        );
      }),
  },
  'calendar-dark': { address: '?mails=60#/calendar/2021-04', scheme: 'dark', width: 1280 },
  'export-light': { address: '?mails=60&export-options#/mails', scheme: 'light', width: 1280 },
  'nothing-found-narrow': {
    address: '?mails=60#/mails?q=nobody%20wrote%20this',
    scheme: 'dark',
    width: 390,
    act: (page) => page.getByText('Nothing found').waitFor(),
  },
};

/** What decides the shapes of letters: the browser, and the width of some letters of each script in its fonts. */
async function readHand(): Promise<{ browser: string; widths: string }> {
  const page = await browser.open('?mails=1');
  const hand = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) throw new Error('There is no canvas.');
    context.font = `100px ${getComputedStyle(document.body).fontFamily}`;
    const samples = ['Mail Ark 0123', '메일 방주', 'メールの箱舟', '🐣💌'];
    return {
      browser: /Chrome\/\d+/.exec(navigator.userAgent)?.[0] ?? '',
      widths: samples.map((sample) => Math.round(context.measureText(sample).width)).join(' '),
    };
  });
  await browser.leave(page);
  return hand;
}

async function take({ address, scheme, width, act }: Look): Promise<Buffer> {
  const page = await browser.open(address);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 820 });
  await page.getByRole('main').waitFor();
  await act?.(page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle');
  const picture = await takeWhenStill(page);
  await browser.leave(page);
  return picture;
}

/** A picture of the page once it no longer changes: thumbnails and portraits load one by one. */
async function takeWhenStill(page: Page): Promise<Buffer> {
  let before: Buffer | undefined;
  for (;;) {
    await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    const now = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (before?.equals(now)) return now;
    before = now;
    await page.waitForTimeout(250);
  }
}

/** The share of pixels that differ between two pictures of one size, from 0 to 1, without the edges of letters. */
function difference(before: Buffer, after: Buffer): number {
  const [one, other] = [PNG.sync.read(before), PNG.sync.read(after)];
  if (one.width !== other.width || one.height !== other.height) return 1;
  const count = pixelmatch(one.data, other.data, undefined, one.width, one.height, { threshold: 0.2 });
  return count / (one.width * one.height);
}

describe('the viewer looks as it did', () => {
  for (const [name, look] of Object.entries(looks)) {
    it(name, async (context) => {
      if (!isSameHand)
        return context.skip('other fonts or another browser than the pictures were taken with');
      const file = join(folder, `${name}.png`);
      const picture = await take(look);
      if (isUpdating) return writeFile(file, picture);
      const share = difference(await readFile(file), picture);
      if (share > tolerance) await writeFile(join(folder, `${name}.now.png`), picture);
      expect(share, `see looks/${name}.now.png`).toBeLessThanOrEqual(tolerance);
    });
  }

  it('and would be seen to look otherwise', async (context) => {
    if (!isSameHand || isUpdating) return context.skip('there is nothing to compare with');
    const look = looks['mail-light'];
    if (!look) throw new Error('There is no such look.');
    const changed = await take({
      ...look,
      act: (page) =>
        page.evaluate(() => {
          document.querySelector<HTMLElement>('.list-pane')?.style.setProperty('width', '30%');
        }),
    });
    expect(difference(await readFile(join(folder, 'mail-light.png')), changed)).toBeGreaterThan(tolerance);
  });
});
