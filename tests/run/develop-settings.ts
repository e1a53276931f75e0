import type { WebExtConfig } from 'wxt';
import { findChromium } from './find-chromium.mjs';
import { findFirefox } from './find-firefox.mjs';

/** The port at which a Chromium without a window can be reached by developer tools. */
export const debuggingPort = 9222;

interface BrowserChoice {
  isFirefox: boolean;
  isHeadless: boolean;
}

/** How WXT opens the browser: the one the tests use, without a window where there is no display. */
export function browserSettings({ isFirefox, isHeadless }: BrowserChoice): WebExtConfig {
  const binary = (isFirefox ? findFirefox() : findChromium()).path;
  const isRoot = process.getuid?.() === 0;
  return {
    ...(binary === undefined ? {} : { binaries: { [isFirefox ? 'firefox' : 'chrome']: binary } }),
    chromiumArgs: [
      ...(isHeadless ? ['--headless=new', `--remote-debugging-port=${debuggingPort}`] : []),
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    firefoxArgs: isHeadless ? ['--headless'] : [],
  };
}
