import type { Page } from 'playwright-core';
import { startViewerBrowser } from '../../browser/viewer-page.ts';

/** What scrolling a wall costs; times in milliseconds. */
export interface GalleryScroll {
  files: number;
  /** From the click on the gallery to the first row of its wall. */
  openMs: number;
  /** Time the page's thread was held for more than 50 ms, once the wall was there and while it was scrolled. */
  longTasks: { count: number; longestMs: number };
  /** The same while the wall was opened: listing, joining and drawing. */
  longTasksOpening: { count: number; longestMs: number };
  /** Squares in the page at the end. */
  tiles: number;
  /** Blob addresses held open at the end. */
  openFiles: number;
}

/** Scrolls the gallery of so many files from top to bottom and back, as fast as a wheel does, making small pictures meanwhile. */
export async function measureGalleryScroll(files: number): Promise<GalleryScroll> {
  const browser = await startViewerBrowser();
  try {
    const page = await browser.open(`?gallery=${files}`);
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.getByRole('list', { name: 'Mails', exact: true }).getByRole('listitem').first().waitFor();
    await watchLongTasks(page);
    const openMs = await page.evaluate(async () => {
      const start = performance.now();
      location.hash = '#/gallery';
      while (!document.querySelector('.tile')) await new Promise((resolve) => setTimeout(resolve, 4));
      return performance.now() - start;
    });
    await page.waitForTimeout(1_500);
    const longTasksOpening = await takeLongTasks(page);
    await page.evaluate(async () => {
      const wall = document.querySelector('.gallery-page');
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const end = Math.min(wall?.scrollHeight ?? 0, 60_000);
      for (const step of [120, -240]) {
        for (let at = step > 0 ? 0 : end; at >= 0 && at <= end; at += step) {
          wall?.scrollTo({ top: at, behavior: 'instant' });
          await frame();
        }
      }
    });
    const longTasks = await takeLongTasks(page);
    const [tiles, openFiles] = await page.evaluate(() => [
      document.querySelectorAll('.tile').length,
      window.library.openFiles.size,
    ]);
    return { files, openMs, longTasks, longTasksOpening, tiles: tiles ?? 0, openFiles: openFiles ?? 0 };
  } finally {
    await browser.close();
  }
}

type WithTasks = typeof globalThis & { longTasks: number[] };

async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const found: number[] = [];
    (globalThis as WithTasks).longTasks = found;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) found.push(duration);
    }).observe({ type: 'longtask' });
  });
}

async function takeLongTasks(page: Page): Promise<{ count: number; longestMs: number }> {
  const durations = await page.evaluate(() => (globalThis as WithTasks).longTasks.splice(0));
  return { count: durations.length, longestMs: Math.round(Math.max(0, ...durations)) };
}
