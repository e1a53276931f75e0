import type { Service } from '../service/service.ts';
import type { BrowserName } from '../support/extension-browser.ts';
import type { ExtensionBrowser } from '../support/extension.ts';
import { signInToWebClient } from './web-client.ts';

const names: Record<BrowserName, string> = { chromium: 'Chromium', firefox: 'Firefox' };

const instructions = (browser: BrowserName) => `
${names[browser]} is open, and the demo service's web client is signed in.
  1. Click the puzzle piece in the toolbar, then Mail Ark.
  2. Click "Back up" and allow the service's addresses when asked.
  3. Watch it run; you may close the popup meanwhile.
  4. Click "Open viewer" to read the mails, "Export ZIP" to take them along.
Close the browser to end the demo.
`;

/** Signs the web client in, says what to click, and waits until the browser is closed. */
export async function letAPersonClick(
  browser: ExtensionBrowser,
  service: Service,
  name: BrowserName,
): Promise<void> {
  const client = await signInToWebClient(browser, service);
  await client.bringToFront();
  console.log(instructions(name));
  await new Promise((resolve) => browser.context.once('close', resolve));
  console.log(`The service answered ${service.counters.count()} requests of the extension.`);
}
