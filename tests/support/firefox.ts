import { readlinkSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firefox, type BrowserContext } from 'playwright-core';
import { findFirefox } from '../run/find-firefox.mjs';
import { launchThroughGate, type BidiGate, type Substitute } from './bidi-gate.ts';
import { makeScratchFolder } from './chromium.ts';
import { closeTab, watchExtensionPages } from './extension-page-events.ts';
import { keepStartupCache, takeStartupCache } from './firefox-startup.ts';
import { HostProxy } from './host-proxy.ts';
import { patienceMs } from './patience.ts';

/** The options of `launchFirefox`. */
export interface FirefoxOptions {
  /** The demo service's port; every host resolves to it. */
  servicePort?: number;
  /** An existing profile; by default a fresh one. */
  userDataDir?: string;
  headless?: boolean;
  /** The language of the browser's own texts and of pages: `ko`. */
  locale?: string;
  /** Preferences in addition to those of every test. */
  preferences?: Record<string, string | number | boolean>;
}

/** A running Firefox. */
export interface LaunchedFirefox {
  context: BrowserContext;
  userDataDir: string;
  gate: BidiGate;
  /** The file with the console output of pages and add-ons. */
  consoleFile: string;
  /** Closes the browser, and the proxy that routes hosts to the demo service. The profile stays. */
  close(): Promise<void>;
  /** Closes the proxy of a browser that was killed. */
  stopProxy(): void;
}

/** The preferences behind media features of CSS, and their values. */
const mediaPreferences: Record<string, { name: string; values: Record<string, number>; none: number }> = {
  'prefers-color-scheme': {
    name: 'layout.css.prefers-color-scheme.content-override',
    values: { dark: 0, light: 1 },
    none: 2,
  },
};

/**
 * Evaluates an expression with the browser's own privileges, awaits it when it is a promise, and resolves with its
 * value as JSON.
 */
export async function evaluateInBrowser<T>(gate: BidiGate, expression: string): Promise<T> {
  const { contexts } = await gate.call<{ contexts: { context: string }[] }>('browsingContext.getTree', {
    'moz:scope': 'chrome',
    maxDepth: 0,
  });
  const answer = await gate.call<{
    type: string;
    result?: { value?: string };
    exceptionDetails?: { text: string };
  }>('script.evaluate', {
    expression: `(async () => JSON.stringify({ value: await (${expression}) }))()`,
    target: { context: contexts[0]?.context },
    awaitPromise: true,
  });
  if (answer.type !== 'success' || answer.result?.value === undefined)
    throw new Error(`In the browser: ${answer.exceptionDetails?.text ?? 'no answer'}`);
  return (JSON.parse(answer.result.value) as { value: T }).value;
}

/**
 * Firefox ESR cannot emulate media features over BiDi: the preferences behind them have the same effect on the whole
 * browser.
 */
const emulateMedia: Substitute = async ({ features }, gate) => {
  for (const [feature, value] of Object.entries(features as Record<string, string | null>)) {
    const preference = mediaPreferences[feature];
    if (preference === undefined) continue;
    const number = preference.values[value ?? ''] ?? preference.none;
    await evaluateInBrowser(gate, `void Services.prefs.setIntPref('${preference.name}', ${number})`);
  }
  return {};
};

/** Where and on what to print, with the sides of a sheet in millimetres. */
export interface PrintJob {
  file: string;
  width: number;
  height: number;
}

/** Makes what is printed from now on a PDF. */
export async function printTo(gate: BidiGate, { file, width, height }: PrintJob): Promise<void> {
  const texts = {
    to_filename: file,
    paper_id: '',
    paper_width: String(Math.min(width, height)),
    paper_height: String(Math.max(width, height)),
  };
  const numbers = { paper_size_unit: 1, orientation: width > height ? 1 : 0 };
  await evaluateInBrowser(
    gate,
    `void ((preferences) => {
      for (const [name, text] of Object.entries(${JSON.stringify(texts)})) preferences.setStringPref(name, text);
      for (const [name, number] of Object.entries(${JSON.stringify(numbers)})) preferences.setIntPref(name, number);
    })(Services.prefs.getBranch('print.printer_Mozilla_Save_to_PDF.print_'))`,
  );
}

/** The Firefox to test with. Throws an error that names what is missing. */
export function getFirefox(): string {
  const found = findFirefox();
  if (found.path === undefined) throw new Error(found.reason);
  return found.path;
}

/** Firefox opens a window before Playwright opens its own; a user would close one of them. */
async function closeSpareWindows(gate: BidiGate): Promise<void> {
  await evaluateInBrowser(
    gate,
    `void [...Services.wm.getEnumerator('navigator:browser')].slice(0, -1).forEach((window) =>
      Services.tm.dispatchToMainThread(() => window.close()))`,
  );
}

/** Creates a program that starts Firefox and appends its standard output, which includes consoles, to a file. */
async function firefoxWritingTo(file: string): Promise<string> {
  const program = `${file}.sh`;
  await writeFile(program, `#!/bin/sh\nexec '${getFirefox()}' "$@" >> '${file}'\n`);
  await chmod(program, 0o755);
  return program;
}

/**
 * Starts Firefox ESR with production host names that resolve to the demo service, driven by Playwright over WebDriver
 * BiDi.
 */
export async function launchFirefox(options: FirefoxOptions): Promise<LaunchedFirefox> {
  const userDataDir = options.userDataDir ?? (await makeScratchFolder('firefox-profile'));
  if (options.userDataDir === undefined) await takeStartupCache(userDataDir);
  // Port 9 discards: without a service nothing answers.
  const proxy = new HostProxy(options.servicePort ?? 9);
  const proxyPort = await proxy.start();
  const consoleFile = join(userDataDir, 'console.log');
  const { locale } = options;
  const { launched, gate } = await launchThroughGate(
    async () =>
      firefox.launchPersistentContext(userDataDir, {
        channel: 'moz-firefox',
        executablePath: await firefoxWritingTo(consoleFile),
        headless: options.headless ?? true,
        timeout: 2 * patienceMs,
        viewport: null,
        ignoreHTTPSErrors: true,
        env: { ...process.env, LANG: 'C.UTF-8', MOZ_HEADLESS_WIDTH: '1280', MOZ_HEADLESS_HEIGHT: '900' },
        // System access opens pages of the extension and its background to the tests.
        args: ['--no-remote', '--remote-allow-system-access'],
        firefoxUserPrefs: {
          'network.proxy.type': 1,
          'network.proxy.ssl': '127.0.0.1',
          'network.proxy.ssl_port': proxyPort,
          'network.proxy.http': '127.0.0.1',
          'network.proxy.http_port': proxyPort,
          'network.proxy.no_proxies_on': '',
          'browser.download.always_ask_before_handling_new_types': false,
          'app.update.disabledForTesting': true,
          'datareporting.policy.dataSubmissionEnabled': false,
          'browser.shell.checkDefaultBrowser': false,
          'network.captive-portal-service.enabled': false,
          'network.connectivity-service.enabled': false,
          'devtools.jsonview.enabled': false,
          // A spare process costs more than it saves.
          'dom.ipc.processPrelaunch.enabled': false,
          // Printing writes to a file without a prompt.
          'print.always_print_silent': true,
          print_printer: 'Mozilla Save to PDF',
          'print.printer_Mozilla_Save_to_PDF.print_to_file': true,
          'print.printer_Mozilla_Save_to_PDF.print_to_filename': join(userDataDir, 'printed.pdf'),
          'devtools.console.stdout.content': true,
          'extensions.openPopupWithoutUserGesture.enabled': true,
          'intl.accept_languages': locale ?? 'en',
          'intl.locale.requested': locale ?? 'en-US',
          ...options.preferences,
        },
      }),
    {
      substitutes: { 'emulation.setMediaFeaturesOverride': emulateMedia, 'browsingContext.close': closeTab },
      onEvent: watchExtensionPages(),
    },
  );
  launched.setDefaultTimeout(patienceMs);
  if (options.headless === false) await closeSpareWindows(gate);
  const close = async () => {
    await launched.close();
    proxy.stop();
    await keepStartupCache(userDataDir);
  };
  return { context: launched, userDataDir, gate, consoleFile, close, stopProxy: () => proxy.stop() };
}

/** The process id of the Firefox that has a profile open, from the profile's lock. */
export function firefoxProcess(userDataDir: string): number {
  return Number(readlinkSync(join(userDataDir, 'lock')).replace(/^.*\+/, ''));
}
