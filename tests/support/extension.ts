import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { killChromium, launchChromium, type ChromiumOptions } from './chromium.ts';
import { dumpDatabases, type DatabaseDump } from './database-dump.ts';
import { e2eCopy, extensionIdOf } from './extension-build.ts';

export interface ExtensionOptions extends Pick<ChromiumOptions, 'userDataDir' | 'headless' | 'locale'> {
  /** Where the demo service listens. */
  servicePort: number;
  /** The unpacked extension; a fresh copy of the build with its hosts given unless told. */
  folder?: string;
}

/** A running Chromium with Mail Ark in it. */
export class ExtensionBrowser {
  readonly context: BrowserContext;
  readonly extensionId: string;
  readonly userDataDir: string;
  /** The unpacked extension; give it again to go on with the same profile. */
  readonly folder: string;
  /** What pages and the background said on their consoles. */
  readonly consoleLines: string[] = [];
  private quiet: Promise<Page> | undefined;
  private opening: Promise<unknown> = Promise.resolve();

  constructor(facts: { context: BrowserContext; extensionId: string; userDataDir: string; folder: string }) {
    this.context = facts.context;
    this.extensionId = facts.extensionId;
    this.userDataDir = facts.userDataDir;
    this.folder = facts.folder;
    this.context.on('console', (message) => this.consoleLines.push(message.text()));
    const listen = (worker: Worker) =>
      worker.on('console', (message) => this.consoleLines.push(message.text()));
    this.context.serviceWorkers().forEach(listen);
    this.context.on('serviceworker', listen);
  }

  addressOf(path: string): string {
    return `chrome-extension://${this.extensionId}/${path}`;
  }

  /** Opens a page of the extension in a tab: `popup.html`, `viewer.html#/mails/…`. */
  async openPage(path: string): Promise<Page> {
    const quiet = await this.quietPage();
    const open = async (): Promise<Page> => {
      const before = new Set(this.context.pages());
      // An empty tab first would cost a process more.
      await quiet.evaluate((url) => {
        (globalThis as unknown as { chrome: ExtensionApi }).chrome.tabs.create({ url });
      }, this.addressOf(path));
      // The extension opens tabs of its own too, after it was installed.
      const address = this.addressOf(path.replace(/[?#].*/, ''));
      const end = Date.now() + 30_000;
      for (;;) {
        const page = this.context.pages().find((each) => !before.has(each) && each.url().startsWith(address));
        if (page) {
          // Playwright may come to a tab after it was loaded, and then waits for an event that has been.
          await page.waitForFunction(() => document.readyState === 'complete', undefined, { polling: 50 });
          return page;
        }
        if (Date.now() > end) throw new Error(`No tab opened for ${path}.`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const opened = this.opening.then(open);
    this.opening = opened.catch(() => undefined);
    return opened;
  }

  /**
   * A page of the extension's origin that runs none of its code, for looking at storage undisturbed. It is opened once,
   * stays, and is for all who look, because a tab costs a second.
   */
  async quietPage(): Promise<Page> {
    if (this.quiet === undefined || (await this.quiet).isClosed()) this.quiet = this.openTab('manifest.json');
    return this.quiet;
  }

  private async openTab(path: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.addressOf(path));
    return page;
  }

  /** The background of the extension, woken when it sleeps. */
  async worker(): Promise<Worker> {
    return (
      this.context.serviceWorkers().find((worker) => worker.url().includes(this.extensionId)) ??
      (await this.context.waitForEvent('serviceworker', { timeout: 30_000 }))
    );
  }

  /**
   * Opens the popup as a click on the toolbar does. Its window is no tab, so it is seen through another page of the
   * extension; `read` answers with the words on it.
   */
  async openPopupByAction(): Promise<{ read(): Promise<string> }> {
    const watcher = await this.quietPage();
    const read = () =>
      watcher.evaluate<string>(
        "chrome.extension.getViews({ type: 'popup' }).map((view) => view.document.body.innerText).join('')",
      );
    await watcher.evaluate('chrome.action.openPopup()');
    // A window that gets the focus closes the popup, so callers open none before it has done its part.
    const end = Date.now() + 15_000;
    while ((await read()) === '') {
      if (Date.now() > end) throw new Error('The popup did not open.');
      await watcher.waitForTimeout(50);
    }
    return { read };
  }

  /** Stops the background as the browser does when it wants its memory back. */
  async killWorker(): Promise<void> {
    const session = await this.context.newCDPSession(await this.quietPage());
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
  }

  /** Ends the browser at once, with no chance to tidy up. */
  async killBrowser(): Promise<void> {
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    killChromium(this.userDataDir);
    await closed;
  }

  /** Everything in the extension's databases; bytes as size and SHA-256. */
  async readDatabases(): Promise<DatabaseDump[]> {
    return (await this.quietPage()).evaluate(dumpDatabases);
  }

  /** Everything the extension keeps for longer than the browser runs, as one text to search in. */
  async readAllStorage(): Promise<string> {
    const databases = await this.readDatabases();
    const page = await this.quietPage();
    const others = await page.evaluate(async () => {
      const { storage } = (globalThis as unknown as { chrome: ExtensionApi }).chrome;
      const cacheNames = await caches.keys();
      return JSON.stringify([
        await storage.local.get(null),
        await storage.sync.get(null),
        { ...localStorage },
        cacheNames,
      ]);
    });
    return JSON.stringify(databases) + others;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Closes and forgets the profile. */
  async discard(): Promise<void> {
    await this.context.close().catch(() => undefined);
    await rm(this.userDataDir, { recursive: true, force: true, maxRetries: 5 });
    await rm(this.folder, { recursive: true, force: true });
  }
}

interface ExtensionApi {
  tabs: { create(options: { url: string }): void };
  storage: Record<'local' | 'sync', { get(keys: null): Promise<Record<string, unknown>> }>;
}

/** Starts Chromium with Mail Ark, every host leading to the demo service. */
export async function launchWithExtension(options: ExtensionOptions): Promise<ExtensionBrowser> {
  const folder = options.folder ?? (await e2eCopy('chrome'));
  const { context, userDataDir } = await launchChromium({ ...options, extension: folder });
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { key: string };
  const browser = new ExtensionBrowser({
    context,
    userDataDir,
    folder,
    extensionId: extensionIdOf(manifest.key),
  });
  await browser.worker();
  return browser;
}
