import { rm } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { projectRoot } from '../run/prepare.mjs';
import { dumpDatabases, type DatabaseDump } from './database-dump.ts';
import { patienceMs } from './patience.ts';

/** The browsers that every end-to-end test runs in. */
export const browserNames = ['chromium', 'firefox'] as const;
/** A browser of `browserNames`. */
export type BrowserName = (typeof browserNames)[number];

/** The browser of this test run. */
export function browserUnderTest(): BrowserName {
  return process.env['MAIL_ARK_BROWSER'] === 'firefox' ? 'firefox' : 'chromium';
}

/** How to start a browser with Mail Ark. */
export interface ExtensionOptions {
  /** The demo service's port; without one, every host is unreachable. */
  servicePort?: number;
  /** Hosts that are not redirected; in Firefox loopback never is. */
  directHosts?: string[];
  /** The port of Chromium's developer tools; by default they are off. */
  debuggingPort?: number;
  /** The unpacked extension; by default a fresh copy of the build with its hosts granted. */
  folder?: string;
  /** An existing profile; by default a fresh one. */
  userDataDir?: string;
  headless?: boolean;
  /** The language of the browser's own texts and of pages: `ko`. */
  locale?: string;
  /** By default the browser of this run. */
  browser?: BrowserName;
}

interface ExtensionApi {
  tabs: {
    create(options: { url: string }): Promise<{ id: number }>;
    remove(id: number): Promise<void>;
  };
  storage: Record<'local' | 'sync', { get(keys: null): Promise<Record<string, unknown>> }>;
}

const chrome = 'chrome' as const;
type PageWindow = Record<typeof chrome, ExtensionApi>;

/** How long a query of a page may take: a tab that changes processes never answers a query sent meanwhile. */
const lookMs = 500;

/** A running browser with Mail Ark. Its pages are Playwright's, in Chromium and in Firefox. */
export abstract class ExtensionBrowser {
  readonly context: BrowserContext;
  readonly userDataDir: string;
  /** The unpacked extension; pass it again to continue with the same profile. */
  readonly folder: string;
  private quiet: Promise<Page> | undefined;
  private opening: Promise<unknown> = Promise.resolve();

  constructor(facts: { context: BrowserContext; userDataDir: string; folder: string }) {
    this.context = facts.context;
    this.userDataDir = facts.userDataDir;
    this.folder = facts.folder;
  }

  /** The address of a page of the extension: `popup.html`, `viewer.html#/mails/…`. */
  abstract addressOf(path: string): string;

  /** Opens the first tab of the extension, which cannot be opened from another one. */
  protected abstract openFirstTab(address: string): Promise<void>;

  /** Stops the background as the browser does to free memory. */
  abstract killWorker(): Promise<void>;

  /** Kills the browser without a shutdown. */
  abstract killBrowser(): Promise<void>;

  /** The console output of pages and background so far. */
  abstract readConsole(): Promise<string>;

  /** Whether the background, under its own policy, gets an answer from an address. */
  abstract backgroundReaches(url: string): Promise<boolean>;

  /** Revokes the access to the service's hosts, or grants it again, as the user does on the browser's own page. */
  abstract setHostAccess(isGranted: boolean): Promise<void>;

  /** Closes the browser; its profile stays. */
  abstract close(): Promise<void>;

  /** Opens a page of the extension in a tab. */
  async openPage(path: string): Promise<Page> {
    const quiet = await this.quietPage();
    const opened = this.opening
      .then(() => this.createTab(quiet, path))
      .catch((error: unknown) => {
        // Firefox rarely sends no event for a tab, which then cannot be driven.
        console.warn(error);
        return this.createTab(quiet, path);
      });
    this.opening = opened.catch(() => undefined);
    return opened;
  }

  /**
   * A page of the extension's origin that runs none of its code, for reading storage undisturbed. It is opened once and
   * shared, because a tab costs a second.
   */
  async quietPage(): Promise<Page> {
    if (this.quiet === undefined || (await this.quiet).isClosed()) {
      this.quiet = this.openFirstTab(this.addressOf('manifest.json')).then(() =>
        this.findTab('manifest.json', new Set()),
      );
    }
    return this.quiet;
  }

  /** Opens a tab as the extension does, and closes it again if the driver never learns of it. */
  private async createTab(quiet: Page, path: string): Promise<Page> {
    const before = new Set(this.context.pages());
    // An empty tab first would cost a process more.
    const id = await quiet.evaluate(async (url) => {
      const tab = await (globalThis as unknown as PageWindow).chrome.tabs.create({ url });
      return tab.id;
    }, this.addressOf(path));
    try {
      // The extension opens tabs of its own too, after its installation.
      return await this.findTab(path, before);
    } catch (error) {
      await quiet.evaluate((tab) => (globalThis as unknown as PageWindow).chrome.tabs.remove(tab), id);
      throw error;
    }
  }

  /** The new, loaded tab that shows a page of the extension. */
  private async findTab(path: string, before: ReadonlySet<Page>): Promise<Page> {
    const address = this.addressOf(path.replace(/[?#].*/, ''));
    const end = Date.now() + patienceMs;
    for (;;) {
      for (const page of this.context.pages()) {
        if (before.has(page) || page.isClosed() || !page.url().startsWith(address)) continue;
        // Playwright may attach to a tab after it was loaded, and then waits for an event that has already fired.
        if ((await readyState(page)) === 'complete') return page;
      }
      if (Date.now() > end) {
        const addresses = this.context.pages().map((page) => page.url());
        throw new Error(`No tab opened for ${path}. Open are: ${addresses.join(', ')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /**
   * Opens the popup as a click on the toolbar does. Its window is not a tab, so another page of the extension reads it;
   * `read` resolves with its text.
   */
  async openPopupByAction(): Promise<{ read(): Promise<string> }> {
    const watcher = await this.quietPage();
    const read = () =>
      watcher.evaluate<string>(
        "chrome.extension.getViews({ type: 'popup' }).map((view) => view.document.body?.innerText ?? '').join('')",
      );
    await watcher.evaluate('void chrome.action.openPopup()');
    // A window that gets the focus closes the popup, so callers open none before the popup has done its work.
    const end = Date.now() + 30_000;
    while ((await read()) === '') {
      if (Date.now() > end) throw new Error('The popup did not open.');
      await watcher.waitForTimeout(50);
    }
    return { read };
  }

  /** All data in the extension's databases; bytes as size and SHA-256. */
  async readDatabases(): Promise<DatabaseDump[]> {
    return (await this.quietPage()).evaluate(dumpDatabases);
  }

  /** Everything the extension stores beyond a browser session, as one text to search. */
  async readAllStorage(): Promise<string> {
    const databases = await this.readDatabases();
    const page = await this.quietPage();
    const others = await page.evaluate(async () => {
      const { storage } = (globalThis as unknown as PageWindow).chrome;
      const cacheNames = 'caches' in globalThis ? await caches.keys() : [];
      return JSON.stringify([
        await storage.local.get(null),
        await storage.sync.get(null),
        { ...localStorage },
        cacheNames,
      ]);
    });
    return JSON.stringify(databases) + others;
  }

  /** Closes the browser and deletes the profile and the copy of the extension; a build itself stays. */
  async discard(): Promise<void> {
    await this.close().catch(() => undefined);
    await rm(this.userDataDir, { recursive: true, force: true, maxRetries: 5 });
    if (!this.folder.startsWith(projectRoot)) await rm(this.folder, { recursive: true, force: true });
  }
}

function readyState(page: Page): Promise<unknown> {
  return Promise.race([
    page.evaluate('document.readyState').catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, lookMs)),
  ]);
}
