import { readlinkSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findChromium } from '../run/find-chromium.mjs';
import { patienceMs } from './patience.ts';

export interface ChromiumOptions {
  /** Where the demo service listens; every host leads there, so a request to a stranger is seen and goes nowhere. */
  servicePort?: number;
  /** Hosts that are reached where they are. */
  directHosts?: string[];
  /** Where Chromium's developer tools answer; nowhere unless given. */
  debuggingPort?: number;
  /** A folder with an unpacked extension. */
  extension?: string;
  /** A profile to go on with; a fresh one unless given. */
  userDataDir?: string;
  headless?: boolean;
  /** Of the browser's own texts and of pages: `ko`. */
  locale?: string;
  downloadsPath?: string;
}

export interface LaunchedChromium {
  context: BrowserContext;
  userDataDir: string;
}

/** An empty folder for one test, under the system's temporary one. */
export function makeScratchFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `mail-ark-${name}-`));
}

/** The Chromium to test with. Throws with the sentence that says what is missing. */
export function getChromium(): string {
  const found = findChromium();
  if (found.path === undefined) throw new Error(found.reason);
  return found.path;
}

/** Nothing is painted by a graphics card here, and a renderer kept in reserve costs more than it saves. */
const frugal = [
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--in-process-gpu',
  '--disable-features=SpareRendererForSitePerProcess',
];

/** Starts Chromium with production host names leading to the demo service. */
export async function launchChromium(options: ChromiumOptions): Promise<LaunchedChromium> {
  const userDataDir = options.userDataDir ?? (await makeScratchFolder('profile'));
  const { servicePort, extension, locale } = options;
  const isRoot = process.getuid?.() === 0;
  const context = await chromium.launchPersistentContext(userDataDir, {
    executablePath: getChromium(),
    headless: options.headless ?? true,
    timeout: 2 * patienceMs,
    viewport: null,
    ignoreHTTPSErrors: true,
    chromiumSandbox: !isRoot,
    ...(options.downloadsPath === undefined ? {} : { downloadsPath: options.downloadsPath }),
    env: {
      ...process.env,
      LANG: 'C.UTF-8',
      ...(locale === undefined ? {} : { LANGUAGE: locale }),
    },
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      `--host-resolver-rules=${[
        servicePort === undefined ? 'MAP * ~NOTFOUND' : `MAP * 127.0.0.1:${servicePort}`,
        ...(options.directHosts ?? []).map((host) => `EXCLUDE ${host}`),
      ].join(', ')}`,
      ...(options.debuggingPort === undefined ? [] : [`--remote-debugging-port=${options.debuggingPort}`]),
      '--ignore-certificate-errors',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--no-first-run',
      ...frugal,
      '--window-size=1280,900',
      ...(locale === undefined ? [] : [`--lang=${locale}`]),
      ...(extension === undefined
        ? []
        : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]),
    ],
  });
  context.setDefaultTimeout(patienceMs);
  return { context, userDataDir };
}

/** The process of the browser that has a profile open, by the lock in it. */
export function chromiumProcess(userDataDir: string): number {
  const lock = readlinkSync(join(userDataDir, 'SingletonLock'));
  return Number(lock.slice(lock.lastIndexOf('-') + 1));
}

/** Ends the browser of a profile the way a crash does. */
export function killChromium(userDataDir: string): void {
  process.kill(chromiumProcess(userDataDir), 'SIGKILL');
}
