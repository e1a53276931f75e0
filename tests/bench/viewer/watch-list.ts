import type { Page } from 'playwright-core';

/** When the list was on screen, in milliseconds since the navigation began. */
export interface ListTimes {
  /** The first row is drawn. */
  listMs: number;
  /** The number of all mails is told. */
  wholeListMs: number;
}

declare global {
  var benchList: Partial<ListTimes> | undefined;
}

/** Looks at every frame whether the list is there. Runs in the page, before its own code. */
export function watchList(): void {
  const seen: Partial<ListTimes> = {};
  globalThis.benchList = seen;
  const look = (): void => {
    if (seen.listMs === undefined && document.querySelector('.mail-row')) seen.listMs = performance.now();
    const count = document.querySelector('.list-count')?.textContent ?? '';
    if (count !== '') seen.wholeListMs = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** What `watchList` saw, once it has seen all. */
export async function waitForList(page: Page): Promise<ListTimes> {
  await page.waitForFunction(() => globalThis.benchList?.wholeListMs !== undefined);
  return page.evaluate(() => globalThis.benchList as ListTimes);
}
