import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { e2eCopy } from './extension-build.ts';
import { ExtensionBrowser, type ExtensionOptions } from './extension-browser.ts';
import { evaluateInBrowser, firefoxProcess, launchFirefox, type LaunchedFirefox } from './firefox.ts';

/** A running Firefox ESR with Mail Ark as a temporary add-on. */
export class FirefoxExtension extends ExtensionBrowser {
  readonly gate: LaunchedFirefox['gate'];
  private readonly addOnId: string;
  private readonly uuid: string;
  private readonly launched: LaunchedFirefox;

  constructor(facts: { launched: LaunchedFirefox; addOnId: string; uuid: string; folder: string }) {
    super({
      context: facts.launched.context,
      userDataDir: facts.launched.userDataDir,
      folder: facts.folder,
    });
    this.launched = facts.launched;
    this.gate = facts.launched.gate;
    this.addOnId = facts.addOnId;
    this.uuid = facts.uuid;
  }

  addressOf(path: string): string {
    return `moz-extension://${this.uuid}/${path}`;
  }

  protected async openFirstTab(url: string): Promise<void> {
    const { context } = await this.gate.call<{ context: string }>('browsingContext.create', { type: 'tab' });
    await this.gate.call('browsingContext.navigate', { context, url, wait: 'complete' });
  }

  /** Opens a page in a new container, which has its own cookies and storage. */
  async openInContainer(url: string): Promise<Page> {
    const before = new Set(this.context.pages());
    const { userContext } = await this.gate.call<{ userContext: string }>('browser.createUserContext');
    const { context } = await this.gate.call<{ context: string }>('browsingContext.create', {
      type: 'tab',
      userContext,
    });
    await this.gate.call('browsingContext.navigate', { context, url, wait: 'complete' });
    const page = this.context.pages().find((each) => !before.has(each) && each.url().startsWith(url));
    if (page === undefined) throw new Error(`No tab opened for ${url}.`);
    return page;
  }

  async killWorker(): Promise<void> {
    await evaluateInBrowser(
      this.gate,
      `WebExtensionPolicy.getByID(${JSON.stringify(this.addOnId)}).extension
        .terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true })`,
    );
  }

  async killBrowser(): Promise<void> {
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    process.kill(firefoxProcess(this.userDataDir), 'SIGKILL');
    await closed;
    this.launched.stopProxy();
  }

  readConsole(): Promise<string> {
    return readFile(this.launched.consoleFile, 'utf8');
  }

  async backgroundReaches(url: string): Promise<boolean> {
    return (await this.quietPage()).evaluate<boolean>(
      `browser.runtime.getBackgroundPage().then((background) =>
        background.fetch(${JSON.stringify(url)}).then(() => true, () => false))`,
    );
  }

  async setHostAccess(isGranted: boolean): Promise<void> {
    await evaluateInBrowser(
      this.gate,
      `(async () => {
        const { ExtensionPermissions } = ChromeUtils.importESModule(
          'resource://gre/modules/ExtensionPermissions.sys.mjs',
        );
        const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(this.addOnId)});
        const origins = extension.manifest.host_permissions;
        await ExtensionPermissions.${isGranted ? 'add' : 'remove'}(
          extension.id, { origins, permissions: [] }, extension,
        );
      })()`,
    );
  }

  close(): Promise<void> {
    return this.launched.close();
  }
}

/**
 * The part of the extension's addresses that Firefox generates for each profile: here always the same for one folder.
 */
function uuidFor(folder: string): string {
  const hex = createHash('sha256').update(folder).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Starts Firefox ESR with Mail Ark; every host resolves to the demo service. */
export async function launchFirefoxExtension(options: ExtensionOptions): Promise<FirefoxExtension> {
  const folder = options.folder ?? (await e2eCopy('firefox'));
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    browser_specific_settings: { gecko: { id: string } };
  };
  const addOnId = manifest.browser_specific_settings.gecko.id;
  const uuid = uuidFor(folder);
  const launched = await launchFirefox({
    ...options,
    preferences: {
      'extensions.webextensions.uuids': JSON.stringify({ [addOnId]: uuid }),
      // A temporary add-on is removed when the browser ends; its stored data stays for the next start.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
    },
  });
  await launched.gate.call('webExtension.install', { extensionData: { type: 'path', path: folder } });
  return new FirefoxExtension({ launched, addOnId, uuid, folder });
}
