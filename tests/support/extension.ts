import { launchChromiumExtension } from './chromium-extension.ts';
import { browserUnderTest, type ExtensionBrowser, type ExtensionOptions } from './extension-browser.ts';
import { launchFirefoxExtension } from './firefox-extension.ts';

export type { ExtensionBrowser };

/** Starts a browser with Mail Ark; every host resolves to the demo service. */
export function launchWithExtension(options: ExtensionOptions): Promise<ExtensionBrowser> {
  const browser = options.browser ?? browserUnderTest();
  return browser === 'firefox' ? launchFirefoxExtension(options) : launchChromiumExtension(options);
}
