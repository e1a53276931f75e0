import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keepSheets } from './keep-sheets.ts';
import { startViewerBrowser } from './viewer-page.ts';
import type { ViewerBrowser } from './viewer-page.ts';

/** The user's name in the mails of `canary-library.ts`, in all its notations. */
const forms = '카나|\\\\ucee4|%EC%B9%B4|&#52852;|&#xcE74;|\u110f\u1161\u1102\u1161';

let browser: ViewerBrowser;

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

beforeAll(async () => {
  browser = await startViewerBrowser();
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await browser.context.addInitScript(watchForName, forms);
}, 120_000);

afterAll(() => browser.close());

/** What the page records of names that were visible, even for a moment. */
interface Watched extends Window {
  leaks: string[];
  /** Searches the page as it is now, its frames and fields. */
  lookForName(): void;
}

/** Runs in every page and frame before its own scripts. */
function watchForName(pattern: string): void {
  const window = globalThis as unknown as Watched;
  const name = new RegExp(pattern, 'iu');
  window.leaks = [];
  const note = (where: string, text: string | null | undefined): void => {
    const found = text?.match(name);
    if (found)
      window.leaks.push(`${where}: ${text?.slice(Math.max(0, (found.index ?? 0) - 40)).slice(0, 90)}`);
  };
  const look = (place: Node): void => {
    if (place instanceof Text || place instanceof Comment)
      note(place.parentElement?.className ?? '', place.data);
    if (!(place instanceof Element)) return;
    note(place.localName, place.outerHTML);
    for (const frame of [place, ...place.querySelectorAll('iframe')])
      if (frame instanceof HTMLIFrameElement) note('frame', frame.contentDocument?.documentElement.outerHTML);
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes, attributeName } of changes) {
      for (const node of addedNodes) look(node);
      if (attributeName !== null) note(attributeName, (target as Element).getAttribute(attributeName));
      else if (target instanceof Text) look(target);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  window.lookForName = () => {
    look(document.documentElement);
    note('title', document.title);
    note('address', location.href);
    note('place', JSON.stringify({ ...localStorage }));
    for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea'))
      if (field !== document.activeElement) note('field', field.value);
  };
  // Text files that the page passes to downloads.
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (of) => {
    if (of instanceof Blob && of.type.startsWith('text')) void of.text().then((text) => note('file', text));
    return create(of);
  };
}

async function openViewer(mode: string, hash = ''): Promise<Page> {
  const page = await browser.open(`?mails=60&name=${mode}${hash}`);
  page.setDefaultTimeout(15_000);
  await page.setViewportSize({ width: 1280, height: 820 });
  await page.getByRole('main').waitFor();
  return page;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function leaksOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const window = globalThis as unknown as Watched;
    window.lookForName();
    return [...new Set(window.leaks)];
  });
}

/** What each page and dialog needs to be shown completely. A new one is missing here until it has a walk, too. */
const walks: Record<string, { hash: string; walk(page: Page, shown: string): Promise<void> }> = {
  MailsPage: {
    hash: '#/mails/letters/a1b2/m9996',
    async walk(page, shown) {
      await page.getByRole('heading', { name: `Letter 5 ${shown}` }).waitFor();
      await page.frameLocator('.mail-frame').getByText(shown).first().waitFor();
      await page
        .getByRole('listitem')
        .filter({ hasText: `Dear ${shown}` })
        .first()
        .waitFor();
      await page.locator('.note textarea').waitFor();
      await page.evaluate(keepSheets);
      await page.keyboard.press('p');
      await page
        .frameLocator('.print-frame')
        .locator('.mail-sheet')
        .getByText(shown)
        .first()
        .waitFor({ state: 'attached' });
      await button(page, 'More').click();
      await button(page, 'Copy the text').click();
      await page.getByText('The text is copied.').waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toContain(shown);
      expect(copied).not.toMatch(new RegExp(forms, 'iu'));
      await button(page, 'Filters').click();
      await page.getByRole('searchbox').fill('umbrella');
      await page.locator('.mail-row-preview mark').first().waitFor();
      await button(page, 'Saved searches').click();
      await button(page, `for ${shown}`).click();
      await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe(shown);
      await page.locator('.mail-row-subject mark').first().waitFor();
      await page.goto(page.url().replace(/#.*/, '#/mails/letters/a1b2/m9999'));
      await page.locator('.paper-plain').getByText(shown).waitFor();
      await button(page, 'Select').click();
      await page
        .getByRole('checkbox', { name: /^Select “Letter/ })
        .first()
        .click();
    },
  },
  OriginalDialog: {
    hash: '#/mails/letters/a1b2/m9996',
    async walk(page, shown) {
      await button(page, 'More').click();
      await button(page, 'As it was received').click();
      await page.getByRole('dialog').getByText(`Hi ${shown}`).waitFor();
    },
  },
  PicturesDialog: {
    hash: '#/mails/letters/a1b2/m9996',
    async walk(page) {
      await button(page, 'More').click();
      await button(page, 'All pictures of this mail').click();
      await page.getByRole('dialog').getByRole('link').first().waitFor();
    },
  },
  VersionsDialog: {
    hash: '#/mails/letters/a1b2/m9996',
    async walk(page, shown) {
      await page.getByRole('button', { name: /^Edited/ }).click();
      await page.getByRole('dialog').locator('del').first().waitFor();
      await button(page, 'The mail before this change').click();
      await page.getByRole('dialog').getByText(`Before, ${shown}`).first().waitFor();
    },
  },
  TagDialog: {
    hash: '#/mails/letters/a1b2/m9996',
    async walk(page, shown) {
      await page.getByRole('article').waitFor();
      await page.keyboard.press('t');
      await page.getByRole('checkbox', { name: `of ${shown}` }).waitFor();
    },
  },
  GalleryPage: {
    hash: '#/gallery',
    async walk(page, shown) {
      const tile = page.getByRole('button', { name: new RegExp(`Letter 5 ${shown}`) }).first();
      await tile.click();
      await page.getByRole('dialog').getByText(`Letter 5 ${shown}`).first().waitFor();
      await page.getByRole('link', { name: 'Save this file' }).first().waitFor();
    },
  },
  CalendarPage: {
    hash: '#/calendar/2021-04-28',
    async walk(page, shown) {
      await page
        .getByRole('link', { name: new RegExp(`Letter 5 ${shown}`) })
        .first()
        .waitFor();
      await page.locator('.past-day').getByText(`Letter 1 ${shown}`).waitFor();
      await page.locator('.facts').getByText(`Letter 60 ${shown}`).waitFor();
    },
  },
  ReportPage: {
    hash: '#/report',
    async walk(page) {
      await page.getByRole('row').nth(1).waitFor();
      await button(page, 'Save as CSV').click();
      await button(page, 'Save as JSON').click();
    },
  },
  ImportPage: {
    hash: '#/import',
    async walk(page) {
      await page.getByText('backup.zip').first().waitFor();
    },
  },
  SettingsPage: {
    hash: '#/settings',
    async walk(page, shown) {
      await button(page, `Delete of ${shown}`).click();
      await page.getByText(`Deleted the tag “of ${shown}”.`).waitFor();
      await button(page, 'Undo').click();
      await button(page, `Delete of ${shown}`).waitFor();
    },
  },
  DeleteDialog: {
    hash: '#/settings',
    async walk(page) {
      await button(page, 'Delete everything…').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  ExportDialog: {
    hash: '&export-options#/mails',
    async walk(page, shown) {
      await page.getByRole('option', { name: `of ${shown}` }).waitFor({ state: 'attached' });
    },
  },
};

/** Shows the names in its fields, because it asks for them. */
const asksForName = 'NameDialog';

describe('The trap of these tests', () => {
  it('detects the name on every page where it is shown as written', async () => {
    for (const page of ['MailsPage', 'GalleryPage', 'CalendarPage', 'SettingsPage']) {
      const opened = await openViewer('written', walks[page]?.hash);
      await expect.poll(() => leaksOf(opened)).not.toEqual([]);
      await browser.leave(opened);
    }
  });

  it('covers every page and every dialog there is', () => {
    const folder = join(import.meta.dirname, '../../components/viewer');
    const screens = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => /(\w+(?:Page|Dialog))\.tsx$/.exec(path)?.[1])
      .filter((name) => name !== undefined);
    expect(screens.sort()).toEqual([...Object.keys(walks), asksForName].sort());
  });
});

describe.each([
  ['hidden', '○○'],
  ['own', 'Mina'],
])("The user's name, shown as %s", (mode, shown) => {
  for (const [screen, { hash, walk }] of Object.entries(walks)) {
    it(`is nowhere as written on ${screen}, not for a moment`, async () => {
      const page = await openViewer(mode, hash);
      await walk(page, shown);
      expect(await leaksOf(page)).toEqual([]);
      await browser.leave(page);
    });
  }
});
