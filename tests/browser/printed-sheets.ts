import { spawnSync } from 'node:child_process';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { makeScratchFolder } from '../support/chromium.ts';
import type { PrintJob } from '../support/firefox.ts';
import { patienceMs } from '../support/patience.ts';
import type { ViewerBrowser } from './viewer-page.ts';
import type { Colour } from './viewer-page/picture-colours.ts';

/** A document as it is when it is handed to the printer. */
export interface HandedOver {
  html: string;
  /** Of the sheets that scripts gave it. */
  css: string;
  /** Whether each picture is loaded whole. */
  arePicturesWhole: boolean[];
}

interface WatchedWindow extends Window {
  handedOver: HandedOver[];
}

/** Notes from now on what a page's frames hand to the printer. */
export async function watchPrinter(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = window as unknown as WatchedWindow;
    watched.handedOver = [];
    const watch = ({ target }: Event): void => {
      const inside = target instanceof HTMLIFrameElement ? target.contentWindow : null;
      if (!inside) return;
      const print = inside.print.bind(inside);
      inside.print = () => {
        const { document } = inside;
        watched.handedOver.push({
          html: document.documentElement.outerHTML,
          css: document.adoptedStyleSheets
            .flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText))
            .join('\n'),
          arePicturesWhole: [...document.images].map((each) => each.complete && each.naturalWidth > 0),
        });
        print();
      };
    };
    // While it travels down, so that it is known before the page that waits for the frame goes on.
    document.addEventListener('load', watch, true);
  });
}

/** Presses a key that prints, and resolves with what a frame hands over then. */
export async function pressPrint(page: Page, keys = 'p'): Promise<HandedOver> {
  const count = (): Promise<number> =>
    page.evaluate(() => (window as unknown as WatchedWindow).handedOver.length);
  const before = await count();
  await page.keyboard.press(keys);
  await page.waitForFunction(
    (known) => (window as unknown as WatchedWindow).handedOver.length > known,
    before,
  );
  return page.evaluate(() => {
    const last = (window as unknown as WatchedWindow).handedOver.at(-1);
    if (!last) throw new Error('Nothing was printed.');
    return last;
  });
}

/** The width and height of a sheet, in millimetres. */
export type PaperSize = readonly [number, number];

const a4: PaperSize = [210, 297];

/** Prints the open mail, and resolves with what was handed over and a picture of each sheet of paper. */
export async function printSheets(
  browser: ViewerBrowser,
  page: Page,
  [width, height]: PaperSize = a4,
): Promise<{ handedOver: HandedOver; sheets: PNG[] }> {
  const folder = await makeScratchFolder('printed');
  try {
    const job = { file: join(folder, 'printed.pdf'), width, height };
    await browser.printTo?.(job);
    const handedOver = await pressPrint(page);
    if (!browser.printTo) await printAsPage(browser, handedOver, job);
    await waitForWhole(job.file);
    const { status, stderr } = spawnSync('pdftoppm', ['-r', '48', '-png', job.file, join(folder, 'sheet')]);
    if (status !== 0) throw new Error(`pdftoppm: ${stderr.toString()}`);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.png')).toSorted();
    const sheets = await Promise.all(
      names.map(async (name) => PNG.sync.read(await readFile(join(folder, name)))),
    );
    return { handedOver, sheets };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Chromium prints no frame where there is no window; as the page of a tab it makes the same sheets of the same document. */
async function printAsPage(
  browser: ViewerBrowser,
  { html, css }: HandedOver,
  { file, width, height }: PrintJob,
): Promise<void> {
  const tab = await browser.open('?mails=0');
  await tab.setContent(html);
  await tab.evaluate(async (rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
    await Promise.all([...document.images].map((each) => each.decode()));
  }, css);
  await tab.pdf({ path: file, width: `${width}mm`, height: `${height}mm` });
  await browser.leave(tab);
}

/** A browser goes on to write a file after it says that it has printed. */
async function waitForWhole(file: string): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes?.subarray(-64).includes('%%EOF')) return;
    if (Date.now() > end) throw new Error('Nothing whole was printed.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** How many points of a picture have a colour, or nearly. */
export function countColour({ data }: PNG, colour: Colour): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (colour.every((value, part) => Math.abs((data[at + part] ?? 0) - value) < 6)) count++;
  return count;
}
