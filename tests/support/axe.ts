import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page as it is now: a line for each violation, with the first place it was seen. */
export async function findViolations(page: Page, runOnly = everything): Promise<string[]> {
  // A button that does not act yet is faint for a second.
  await page.locator('[data-held]').first().waitFor({ state: 'detached' });
  // A colour on its way from one theme to the other is nobody's choice.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await page.evaluate(await source);
  const { violations } = await page.evaluate(
    (options) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(options),
    { runOnly },
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.html ?? ''})`);
}

/** The same in light and in dark; a theme changes colours and nothing else, so the second is asked for its contrasts only. */
export async function findViolationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ['light', everything],
    ['dark', ['color-contrast']],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The page hears of it a moment later; a look that begins before sees ink of one theme on paper of the other.
    await page.waitForFunction(
      (wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches,
      colorScheme,
      { polling: 20 },
    );
    await page.waitForTimeout(50);
    found.push(...(await findViolations(page, [...rules])).map((line) => `${colorScheme} ${line}`));
  }
  return found;
}

/** A window of 1280 by 820, enlarged to 200 %: to the page, half as wide and high. */
const enlarged = { width: 640, height: 410 };

/** As `findViolations`, with everything twice as large; also tells when the page has to be scrolled sideways. */
export async function findViolationsEnlarged(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  await page.setViewportSize(enlarged);
  const found = await findViolations(page);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (excess > 0) found.push(`sideways: ${excess} pixels stick out of the page`);
  if (before) await page.setViewportSize(before);
  return found.map((line) => `enlarged ${line}`);
}
