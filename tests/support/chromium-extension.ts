import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Worker } from 'playwright-core';
import { killChromium, launchChromium } from './chromium.ts';
import { e2eCopy, extensionIdOf } from './extension-build.ts';
import { ExtensionBrowser, type ExtensionOptions } from './extension-browser.ts';

/** A running Chromium with Mail Ark in it. */
export class ChromiumExtension extends ExtensionBrowser {
  readonly extensionId: string;
  private readonly consoleLines: string[] = [];

  constructor(facts: { context: BrowserContext; extensionId: string; userDataDir: string; folder: string }) {
    super(facts);
    this.extensionId = facts.extensionId;
    this.context.on('console', (message) => this.consoleLines.push(message.text()));
    const listen = (worker: Worker) =>
      worker.on('console', (message) => this.consoleLines.push(message.text()));
    this.context.serviceWorkers().forEach(listen);
    this.context.on('serviceworker', listen);
  }

  addressOf(path: string): string {
    return `chrome-extension://${this.extensionId}/${path}`;
  }

  protected async openFirstTab(address: string): Promise<void> {
    const page = await this.context.newPage();
    await page.goto(address);
  }

  /** The background of the extension, started when it is stopped. */
  async worker(): Promise<Worker> {
    return (
      this.context.serviceWorkers().find((worker) => worker.url().includes(this.extensionId)) ??
      (await this.context.waitForEvent('serviceworker'))
    );
  }

  async killWorker(): Promise<void> {
    const session = await this.context.newCDPSession(await this.quietPage());
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.detach();
  }

  async killBrowser(): Promise<void> {
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    killChromium(this.userDataDir);
    await closed;
  }

  readConsole(): Promise<string> {
    return Promise.resolve(this.consoleLines.join('\n'));
  }

  async backgroundReaches(url: string): Promise<boolean> {
    const worker = await this.worker();
    return worker.evaluate(
      (address) =>
        fetch(address).then(
          () => true,
          () => false,
        ),
      url,
    );
  }

  async setHostAccess(isGranted: boolean): Promise<void> {
    const page = await this.context.newPage();
    await page.goto('chrome://extensions');
    await page.evaluate(
      (update) =>
        (
          globalThis as unknown as { chrome: DeveloperApi }
        ).chrome.developerPrivate.updateExtensionConfiguration(update),
      { extensionId: this.extensionId, hostAccess: isGranted ? 'ON_ALL_SITES' : 'ON_CLICK' },
    );
    await page.close();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** The API behind the browser's own extensions page. */
interface DeveloperApi {
  developerPrivate: {
    updateExtensionConfiguration(update: { extensionId: string; hostAccess: string }): Promise<void>;
  };
}

/** Starts Chromium with Mail Ark; every host resolves to the demo service. */
export async function launchChromiumExtension(options: ExtensionOptions): Promise<ChromiumExtension> {
  const folder = options.folder ?? (await e2eCopy('chrome'));
  const { context, userDataDir } = await launchChromium({ ...options, extension: folder });
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { key: string };
  const browser = new ChromiumExtension({
    context,
    userDataDir,
    folder,
    extensionId: extensionIdOf(manifest.key),
  });
  await browser.worker();
  return browser;
}
