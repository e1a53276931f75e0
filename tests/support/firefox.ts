import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BidiClient } from './bidi.ts';
import { makeScratchFolder } from './chromium.ts';
import { e2eCopy } from './extension-build.ts';
import { findFirefox } from './find-firefox.ts';
import { HostProxy } from './host-proxy.ts';

/** A tab of Firefox. */
export class FirefoxPage {
  private readonly client: BidiClient;
  private readonly context: string;

  constructor(client: BidiClient, context: string) {
    this.client = client;
    this.context = context;
  }

  async goto(url: string): Promise<void> {
    await this.client.send('browsingContext.navigate', { context: this.context, url, wait: 'complete' });
  }

  /** Evaluates an expression in the page, waits for it when it is a promise, and answers with its value as JSON. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.client.send('script.evaluate', {
      expression: `(async () => JSON.stringify({ value: await (${expression}) }))()`,
      target: { context: this.context },
      awaitPromise: true,
      userActivation: true,
    });
    const { type, result, exceptionDetails } = answer as {
      type: string;
      result?: { value: string };
      exceptionDetails?: { text: string };
    };
    if (type !== 'success' || result === undefined)
      throw new Error(`In the page: ${exceptionDetails?.text ?? 'no answer'}`);
    return (JSON.parse(result.value) as { value: T }).value;
  }

  /** Waits until an expression is truthy. */
  async waitFor(expression: string, timeoutMs = 60_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      if (await this.evaluate<boolean>(`Boolean(await (${expression}))`).catch(() => false)) return;
      if (Date.now() > end) throw new Error(`Did not come true in ${timeoutMs} ms: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Chooses files in a file input, as a person does in the window it opens. */
  async setFiles(selector: string, files: string[]): Promise<void> {
    const answer = (await this.client.send('script.evaluate', {
      expression: `document.querySelector(${JSON.stringify(selector)})`,
      target: { context: this.context },
      awaitPromise: false,
    })) as { result?: { sharedId?: string } };
    const sharedId = answer.result?.sharedId;
    if (sharedId === undefined) throw new Error(`There is no ${selector}.`);
    await this.client.send('input.setFiles', { context: this.context, element: { sharedId }, files });
  }

  async close(): Promise<void> {
    await this.client.send('browsingContext.close', { context: this.context });
  }
}

/** An expression for the button with these words on it. */
export const buttonSaying = (words: string): string =>
  `[...document.querySelectorAll('button')].find((each) => each.textContent.trim() === ${JSON.stringify(words)})`;

/** A running Firefox with Mail Ark in it as a temporary add-on, which has its hosts given. */
export class FirefoxBrowser {
  readonly downloads: string;
  readonly proxy: HostProxy;
  private readonly client: BidiClient;
  private readonly process: ChildProcess;
  private readonly profile: string;
  private readonly uuid: string;

  constructor(facts: {
    client: BidiClient;
    process: ChildProcess;
    profile: string;
    downloads: string;
    proxy: HostProxy;
    uuid: string;
  }) {
    this.client = facts.client;
    this.process = facts.process;
    this.profile = facts.profile;
    this.downloads = facts.downloads;
    this.proxy = facts.proxy;
    this.uuid = facts.uuid;
  }

  /** Makes a container of its own cookies and storage; `newPage` opens tabs in it. */
  async makeContainer(): Promise<string> {
    const { userContext } = await this.client.send('browser.createUserContext');
    return userContext as string;
  }

  async newPage(url: string, userContext = 'default'): Promise<FirefoxPage> {
    const { context } = (await this.client.send('browsingContext.create', { type: 'tab', userContext })) as {
      context: string;
    };
    const page = new FirefoxPage(this.client, context);
    await page.goto(url);
    return page;
  }

  /** Opens a page of the extension in a tab. */
  openPage(path: string): Promise<FirefoxPage> {
    return this.newPage(`moz-extension://${this.uuid}/${path}`);
  }

  /** Presses “Export ZIP” on a page of ours, and answers with the path of the ZIP once the browser has saved it. */
  async saveZip(page: FirefoxPage, timeoutMs?: number): Promise<string> {
    await page.waitFor(buttonSaying('Export ZIP'));
    await page.evaluate(`void ${buttonSaying('Export ZIP')}.click()`);
    await page.waitFor(
      `browser.downloads.search({}).then((found) => found.length > 0 && found.every(({ state }) => state === 'complete'))`,
      timeoutMs,
    );
    const name = (await readdir(this.downloads)).find((each) => each.endsWith('.zip'));
    if (name === undefined) throw new Error('No ZIP was saved.');
    return join(this.downloads, name);
  }

  async discard(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.client.send('browser.close').catch(() => undefined);
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
    this.client.close();
    this.proxy.stop();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
    await rm(this.downloads, { recursive: true, force: true });
  }
}

function preferences(proxyPort: number, downloads: string, uuids: string): string {
  const values: Record<string, string | number | boolean> = {
    'network.proxy.type': 1,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.proxy.no_proxies_on': '',
    'extensions.webextensions.uuids': uuids,
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.useDownloadDir': true,
    'browser.download.always_ask_before_handling_new_types': false,
    'app.update.disabledForTesting': true,
    'datareporting.policy.dataSubmissionEnabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'intl.accept_languages': 'en',
    'intl.locale.requested': 'en-US',
  };
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

/** Resolves with the address of the remote end, which Firefox says on its error output. */
function readRemoteAddress(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    process.once('exit', () => reject(new Error(`Firefox ended before it could be used:\n${said}`)));
  });
}

/** Starts Firefox ESR with the build for Firefox, every host leading to the demo service. */
export async function launchFirefox({ servicePort }: { servicePort: number }): Promise<FirefoxBrowser> {
  const program = findFirefox();
  if (program === undefined) throw new Error('Firefox ESR is not installed.');
  const [profile, downloads, folder] = await Promise.all([
    makeScratchFolder('firefox-profile'),
    makeScratchFolder('firefox-downloads'),
    e2eCopy('firefox'),
  ]);
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    browser_specific_settings: { gecko: { id: string } };
  };
  const uuid = randomUUID();
  const proxy = new HostProxy(servicePort);
  const uuids = JSON.stringify({ [manifest.browser_specific_settings.gecko.id]: uuid });
  await writeFile(join(profile, 'user.js'), preferences(await proxy.start(), downloads, uuids));

  const process = spawn(
    program,
    [
      '--headless',
      '--no-remote',
      '--remote-debugging-port=0',
      '--remote-allow-system-access',
      '--profile',
      profile,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...globalThis.process.env, LANG: 'C.UTF-8' } },
  );
  const client = await BidiClient.connect(`${await readRemoteAddress(process)}/session`);
  await client.send('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  await client.send('webExtension.install', { extensionData: { type: 'path', path: folder } });
  return new FirefoxBrowser({ client, process, profile, downloads, proxy, uuid });
}
