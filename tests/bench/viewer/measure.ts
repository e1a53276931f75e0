import type { Page } from 'playwright-core';
import type { ExtensionBrowser } from '../../support/extension.ts';
import { median } from '../section.ts';
import { seedMails } from './seed.ts';
import { waitForList, watchList, type ListTimes } from './watch-list.ts';

/** What the viewer's rows of the benchmark are made of; times in milliseconds, medians of several tries. */
export interface ViewerFigures extends ListTimes {
  mails: number;
  /** From a key until the rows it leaves are drawn; the slowest of the words typed. */
  keystrokeMs: number;
  /** The same for the very first key after the words were read. */
  firstKeystrokeMs: number;
  /** The longest task while scrolling, and how many took more than 50 ms. */
  longestTaskMs: number;
  longTasks: number;
}

const tries = 3;
const words = ['우', '우산', '우산 비가', 'カメラ', 'ㅇㅅ', 'book from:sky', 'no mail says this', 'rained'];

/**
 * Measures the viewer of the built extension over a real database with so many mails, in a profile that has none yet. The
 * page looks at its own clock; nothing of the debugger's is recorded.
 */
export async function measureViewer(browser: ExtensionBrowser, mails: number): Promise<ViewerFigures> {
  // The viewer makes the database.
  const first = await browser.openPage('viewer.html');
  await first.getByRole('heading', { name: 'No mails yet' }).waitFor();
  await first.close();
  const quiet = await browser.quietPage();
  await seedMails(quiet, mails);
  await quiet.close();

  const opened: ListTimes[] = [];
  for (let turn = 0; turn < tries; turn++) {
    const page = await browser.context.newPage();
    await page.addInitScript(watchList);
    await page.goto(browser.addressOf('viewer.html#/mails'));
    opened.push(await waitForList(page));
    await page.close();
  }
  const page = await browser.openPage('viewer.html#/mails');
  await page.getByRole('list', { name: 'Mails', exact: true }).waitFor();
  await page.evaluate(typeAndWait, '우산');
  await page.waitForFunction(
    () =>
      /found/.test(document.querySelector('.list-count')?.textContent ?? '') &&
      document.querySelector('.list-pane')?.getAttribute('aria-busy') !== 'true',
  );
  const keystrokes = words.map((): number[] => []);
  for (let turn = 0; turn < tries; turn++) {
    for (const [at, word] of words.entries()) keystrokes[at]?.push(await page.evaluate(typeAndWait, word));
  }
  await page.evaluate(typeAndWait, '');
  const scrolled = await measureScrolling(page);
  await page.close();
  return {
    mails,
    listMs: median(opened.map(({ listMs }) => listMs)),
    wholeListMs: median(opened.map(({ wholeListMs }) => wholeListMs)),
    keystrokeMs: Math.max(...keystrokes.map(median)),
    firstKeystrokeMs: keystrokes[0]?.[0] ?? Number.NaN,
    ...scrolled,
  };
}

/** Types a query at once, and answers how long it took until its result is drawn. Runs in the page. */
async function typeAndWait(query: string): Promise<number> {
  const input = document.querySelector<HTMLInputElement>('input[type=search]');
  if (!input) throw new Error('There is no search box.');
  const start = performance.now();
  input.value = query;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (;;) {
    await frame();
    if (document.querySelector('.list-pane')?.getAttribute('aria-busy') !== 'true') break;
    if (performance.now() - start > 60_000) throw new Error('The search was not answered.');
  }
  return performance.now() - start;
}

async function measureScrolling(page: Page): Promise<{ longestTaskMs: number; longTasks: number }> {
  return page.evaluate(async () => {
    const scroller = document.querySelector('.mail-list-scroller');
    if (!scroller) throw new Error('There is no list.');
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const end = performance.now() + 4_000;
    let step = 40;
    while (performance.now() < end) {
      scroller.scrollTop += step;
      // Slow, then as fast as somebody who pulls the bar.
      step = Math.min(step * 1.03, 40_000);
      if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) scroller.scrollTop = 0;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    return { longestTaskMs: Math.max(0, ...tasks), longTasks: tasks.filter((ms) => ms > 50).length };
  });
}
