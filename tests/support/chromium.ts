import { readlinkSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findChromium } from '../run/find-chromium.mjs';
import { patienceMs } from './patience.ts';

/** The options of `launchChromium`. */
export interface ChromiumOptions {
  /**
   * The demo service's port; every host resolves to it, so that a request to any other host is recorded and goes
   * nowhere. Without one, every host is unreachable.
   */
  servicePort?: number;
  /** Hosts that are not redirected. */
  directHosts?: string[];
  /** The port of the developer tools; by default they are off. */
  debuggingPort?: number;
  /** A folder with an unpacked extension. */
  extension?: string;
  /** An existing profile; by default a fresh one. */
  userDataDir?: string;
  headless?: boolean;
  /** The language of the browser's own texts and of pages: `ko`. */
  locale?: string;
  downloadsPath?: string;
}

/** A running Chromium. */
export interface LaunchedChromium {
  context: BrowserContext;
  userDataDir: string;
}

/** Creates an empty folder for one test, under the system's temporary one. */
export function makeScratchFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `mail-ark-${name}-`));
}

/** The Chromium to test with. Throws an error that names what is missing. */
export function getChromium(): string {
  const found = findChromium();
  if (found.path === undefined) throw new Error(found.reason);
  return found.path;
}

/** Nothing is painted by a graphics card here, and a spare renderer costs more than it saves. */
const frugal = [
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--in-process-gpu',
  '--disable-features=SpareRendererForSitePerProcess',
];

/** Starts Chromium with production host names that resolve to the demo service. */
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

/** The process id of the browser that has a profile open, from the profile's lock. */
export function chromiumProcess(userDataDir: string): number {
  const lock = readlinkSync(join(userDataDir, 'SingletonLock'));
  return Number(lock.slice(lock.lastIndexOf('-') + 1));
}

/** Kills the browser of a profile, as a crash does. */
export function killChromium(userDataDir: string): void {
  process.kill(chromiumProcess(userDataDir), 'SIGKILL');
}
