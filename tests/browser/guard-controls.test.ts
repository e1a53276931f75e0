import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type PlainBrowser } from '../support/plain-browser.ts';

/** Bundles the guard as a script that sets `guardControls` on the page. */
async function bundleGuard(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, '../../components/shared/guard-controls.ts'),
        formats: ['iife'],
        name: 'guard',
      },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = built[0]?.output ?? [];
  if (!chunk) throw new Error('Nothing was built.');
  return `${chunk.code}; globalThis.guard = guard;`;
}

/** The state of the test page: the clock that the test controls, and the presses its buttons received. */
interface Stage {
  guard: { guardControls(page: Document, clock: object): void };
  now: number;
  timers: (() => void)[];
  done: string[];
}

const markup = `<style>button { position: absolute; left: 20px; top: 20px; width: 120px; height: 40px }</style>
  <div id="row" data-controls></div><input id="field">`;

describe('the guard of the buttons', () => {
  let browser: PlainBrowser;
  let page: Page;
  let script: string;
  beforeAll(async () => {
    script = await bundleGuard();
    browser = await launchBrowser();
    page = await browser.context.newPage();
  });
  afterAll(() => browser.discard());
  beforeEach(async () => {
    await page.goto('about:blank');
    await page.setContent(markup);
    await page.evaluate(script);
    await page.evaluate(() => {
      const stage = globalThis as unknown as Stage;
      Object.assign(stage, { now: 0, timers: [], done: [] });
      stage.guard.guardControls(document, {
        now: () => stage.now,
        later: (_: number, callback: () => void) => stage.timers.push(callback),
      });
    });
    await show('Back up');
  });

  /** Shows this button as the only one, in the place of the one before. */
  const show = (name: string, move = 0) =>
    page.evaluate(
      ([text, left]) => {
        const made = document.createElement('button');
        made.className = 'button';
        made.textContent = text;
        made.style.left = `${20 + left}px`;
        made.addEventListener('click', () => (globalThis as unknown as Stage).done.push(text));
        document.getElementById('row')?.replaceChildren(made);
      },
      [name, move] as const,
    );
  const wait = (ms: number) =>
    page.evaluate((passed) => {
      const stage = globalThis as unknown as Stage;
      stage.now += passed;
      for (const callback of stage.timers.splice(0)) callback();
    }, ms);
  const press = () => page.mouse.click(80, 40);
  const done = () => page.evaluate(() => (globalThis as unknown as Stage).done);
  const isHeld = () => page.locator('button').getAttribute('aria-disabled');

  it('lets the first button act at once', async () => {
    await press();
    expect(await done()).toEqual(['Back up']);
  });

  it('stops a button that took the place of another one less than a second ago', async () => {
    await press();
    await show('Pause');
    expect(await isHeld()).toBe('true');
    await press();
    await page.locator('button').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await wait(999);
    await press();
    expect(await done()).toEqual(['Back up']);
    await wait(1);
    expect(await isHeld()).toBeNull();
    await press();
    expect(await done()).toEqual(['Back up', 'Pause']);
  });

  it('lets a button in an empty place act at once', async () => {
    await show('Cancel', 300);
    await page.mouse.click(380, 40);
    expect(await done()).toEqual(['Cancel']);
  });

  it('stops a button that became another one during the press', async () => {
    await wait(5000);
    await page.mouse.move(80, 40);
    await page.mouse.down();
    // The same element with another name, as a list without keys renders it.
    await page.locator('button').evaluate((element) => (element.textContent = 'Cancel'));
    await wait(5000);
    await page.mouse.up();
    expect(await done()).toEqual([]);
    await press();
    expect(await done()).toEqual(['Back up']);
  });

  it('presses once however long a key is held', async () => {
    await page.locator('button').focus();
    await page.keyboard.down('Enter');
    await page.keyboard.down('Enter');
    await wait(5000);
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await done()).toEqual(['Back up']);
  });

  it('moves the focus of a button that disappears to the next one, which a held key does not press', async () => {
    await page.locator('button').focus();
    await page.keyboard.down('Enter');
    await show('Pause');
    await wait(5000);
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Pause');
    expect(await done()).toEqual(['Back up']);
    await page.keyboard.press('Enter');
    expect(await done()).toEqual(['Back up', 'Pause']);
  });

  it('treats names that differ only in a number as the same', async () => {
    await show('Fetch 12 pictures');
    await wait(1000);
    await show('Fetch 11 pictures');
    await press();
    expect(await done()).toEqual(['Fetch 11 pictures']);
  });

  it('lets a button act at once that only changed its language', async () => {
    await page.locator('button').evaluate((element) => {
      document.documentElement.lang = 'ko';
      element.textContent = '백업';
    });
    await press();
    expect(await done()).toEqual(['Back up']);
  });

  it('lets a button act at once when a page stops showing the content of last time', async () => {
    await page.evaluate(() => document.body.setAttribute('aria-busy', 'true'));
    await show('Pause');
    await page.evaluate(() => document.body.removeAttribute('aria-busy'));
    await press();
    expect(await done()).toEqual(['Pause']);
  });

  it('lets a click of assistive technology through', async () => {
    await page.mouse.move(300, 300);
    await page.mouse.down();
    await page.mouse.up();
    await page.locator('button').evaluate((element) => (element as HTMLElement).click());
    expect(await done()).toEqual(['Back up']);
  });
});
