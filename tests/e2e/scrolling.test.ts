import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { browserUnderTest } from '../support/extension-browser.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';

let service: Service;
let browser: ExtensionBrowser;
let viewer: Page;

beforeAll(async () => {
  service = await startService({ mails: 30 });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false });
  await signIn(browser);
  const popup = await pressBackUp(browser);
  await waitForDone(browser);
  await popup.close();
  viewer = await browser.openPage('viewer.html');
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

/** The pages by their addresses, each with an element that appears only when it is complete. */
const whole: Record<string, string> = {
  mails: '.sender-chip',
  gallery: '.sender-chip',
  calendar: '.plot-scroller',
  report: '.report-table',
  settings: '.usage li',
};

async function show(name: string): Promise<void> {
  await viewer.evaluate((address) => {
    location.hash = address;
  }, `#/${name}`);
  await viewer
    .locator(whole[name] ?? 'main')
    .first()
    .waitFor();
}

/** How far the window itself and the page in it scroll: only the page, and only vertically. */
function measureReach(): Promise<{ window: number[]; page: number }> {
  return viewer.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const main = document.querySelector('main');
    return {
      window: [scrollWidth - clientWidth, scrollHeight - clientHeight],
      page: main === null ? 0 : main.scrollWidth - main.clientWidth,
    };
  });
}

interface ScrollbarPixel {
  scroller: string;
  x: number;
  y: number;
  /** What is behind the scrollbar, and the colour of its thumb. */
  between: [number[], number[]];
}

/** Points of the visible scrollbars; none where the browser draws them over the page or not at all. */
function listScrollbarPixels(): Promise<ScrollbarPixel[]> {
  return viewer.evaluate(() => {
    const numbers = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const groundOf = (element: Element | null): number[] => {
      if (element === null) return [255, 255, 255];
      const color = numbers(getComputedStyle(element).backgroundColor);
      return color.length === 3 ? color : groundOf(element.parentElement);
    };
    const swatch = document.body.appendChild(document.createElement('span'));
    swatch.style.color = 'var(--edge)';
    const thumb = numbers(getComputedStyle(swatch).color);
    swatch.remove();
    const pixels: ScrollbarPixel[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('main, main *')) {
      const { overflowX, overflowY } = getComputedStyle(element);
      if (![overflowX, overflowY].some((value) => value === 'auto' || value === 'scroll')) continue;
      const hasBar =
        element.offsetWidth - element.clientWidth > 3 || element.offsetHeight - element.clientHeight > 3;
      if (!hasBar) continue;
      const box = element.getBoundingClientRect();
      const left = box.left + element.clientLeft;
      const top = box.top + element.clientTop;
      for (let y = Math.ceil(top) + 1; y < Math.min(box.bottom - 1, innerHeight); y += 3)
        for (let x = Math.ceil(left) + 1; x < Math.min(box.right - 1, innerWidth); x += 3) {
          const isInside = x < left + element.clientWidth + 1 && y < top + element.clientHeight + 1;
          if (isInside || document.elementFromPoint(x, y) !== element) continue;
          pixels.push({ scroller: element.className, x, y, between: [groundOf(element), thumb] });
        }
    }
    return pixels;
  });
}

/**
 * The scrollers with a scrollbar, and those whose scrollbar has a colour other than the ground's, the thumb's and those
 * between.
 */
async function lookAtScrollbars(): Promise<{ all: string[]; strange: string[] }> {
  const pixels = await listScrollbarPixels();
  const { width, data } = PNG.sync.read(await viewer.screenshot());
  const strange = pixels.filter(({ x, y, between: [ground, thumb] }) =>
    [0, 1, 2].some((channel) => {
      const value = data[(y * width + x) * 4 + channel] ?? 0;
      const ends = [ground[channel] ?? 0, thumb[channel] ?? 0];
      return value < Math.min(...ends) - 2 || value > Math.max(...ends) + 2;
    }),
  );
  const namesOf = (some: ScrollbarPixel[]) => [...new Set(some.map(({ scroller }) => scroller))];
  return { all: namesOf(pixels), strange: namesOf(strange) };
}

describe.each([
  { width: 1280, height: 620, colorScheme: 'light' },
  { width: 390, height: 620, colorScheme: 'dark' },
] as const)('in a window of $width pixels', ({ width, height, colorScheme }) => {
  beforeAll(() => viewer.setViewportSize({ width, height }));

  it.each(Object.keys(whole))('%s: the page scrolls up and down, and the window not at all', async (name) => {
    await show(name);
    expect(await measureReach()).toEqual({ window: [0, 0], page: 0 });
  });

  it(`scrollbars have the colours of the page: ${colorScheme}`, async () => {
    await viewer.emulateMedia({ colorScheme });
    const seen: string[] = [];
    for (const name of Object.keys(whole)) {
      await show(name);
      await viewer.locator('main > :last-child').evaluate((last) => last.scrollIntoView({ block: 'end' }));
      const { all, strange } = await lookAtScrollbars();
      expect(strange, name).toEqual([]);
      seen.push(...all);
    }
    // A Chromium under test draws no scrollbars.
    const drawn = ['mail-list-scroller', 'calendar-page', 'settings-page'];
    expect(seen).toEqual(expect.arrayContaining(browserUnderTest() === 'firefox' ? drawn : []));
  });
});
