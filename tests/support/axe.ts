import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The violations axe finds on the page as it is now: a line for each, with the first element it concerns. */
export async function findViolations(page: Page, runOnly = everything): Promise<string[]> {
  // A button that does not act yet is faint for a second.
  await page.locator('[data-held]').first().waitFor({ state: 'detached' });
  // Colours in transition between two themes do not count.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  // Half a megabyte: a page keeps it for the next check.
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(await source);
  const { violations } = await page.evaluate(
    (options) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(options),
    { runOnly },
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.html ?? ''})`);
}

/**
 * The violations in the light and the dark theme; a theme changes only colours, so the second is checked for contrast
 * alone.
 */
export async function findViolationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ['light', everything],
    ['dark', ['color-contrast']],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The page applies the theme a moment later; a check that begins before sees text of one theme on paper of the
    // other.
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

/** A window of 1280 by 820, enlarged to 200 %: for the page, half as wide and high. */
const enlarged = { width: 640, height: 410 };

/** Like `findViolations`, with everything twice as large; also reports when the page must be scrolled sideways. */
export async function findViolationsEnlarged(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  await page.setViewportSize(enlarged);
  const found = await findViolations(page);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (excess > 0) found.push(`sideways: ${excess} pixels stick out of the page`);
  if (before) await page.setViewportSize(before);
  return found.map((line) => `enlarged ${line}`);
}
