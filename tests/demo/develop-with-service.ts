import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'wxt';
import { debuggingPort } from '../run/develop-settings.ts';
import { projectRoot } from '../run/prepare.mjs';
import { startService } from '../service/service.ts';
import { launchWithExtension } from '../support/extension.ts';
import { openPopup } from './popup-driver.ts';
import { readOptions, type DemoOptions } from './options.ts';
import { signInToWebClient } from './web-client.ts';

/** Serves the extension in development, beside the demo service, in a browser that is signed in to it, until it is closed. */
async function develop({ mails, latencyMs, faults, browser: name, isHeadless }: DemoOptions): Promise<void> {
  const build = name === 'firefox' ? 'firefox' : 'chrome';
  const server = await createServer({
    browser: build,
    webExt: { disabled: true },
    hooks: {
      // Without a window the browser's question cannot be answered.
      'build:manifestGenerated': (_wxt, manifest) => {
        if (!isHeadless) return;
        manifest.host_permissions = [
          ...(manifest.host_permissions ?? []),
          ...(manifest.optional_host_permissions ?? []),
        ];
        delete manifest.optional_host_permissions;
      },
    },
  });
  await server.start();
  const service = await startService({ mails, latencyMs, faults });
  const browser = await launchWithExtension({
    servicePort: service.port,
    directHosts: ['localhost'],
    folder: join(projectRoot, '.output', `${build}-mv3-dev`),
    headless: isHeadless,
    locale: 'en',
    browser: name,
    ...(isHeadless ? { debuggingPort } : {}),
  });
  const closed = new Promise((resolve) => browser.context.once('close', resolve));
  const stop = () => void browser.close().catch(() => undefined);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await signInToWebClient(browser, service);
  const popup = await openPopup(browser);
  await popup.waitForBackUp();
  if (isHeadless) {
    await popup.backUp();
    await popup.waitUntilOver();
    console.log(
      `No window: “Back up” was clicked by itself, and the popup says “${await popup.sentence()}”.`,
    );
    if (name === 'chromium')
      console.log(`Chromium's developer tools answer at http://127.0.0.1:${debuggingPort}.`);
  } else console.log('The web client is signed in, and the popup is open in a tab: click “Back up”.');
  await closed;
  await Promise.all([service.close(), server.stop()]);
  await rm(browser.userDataDir, { recursive: true, force: true, maxRetries: 5 });
}

const options = readOptions(process.argv.slice(2), process.env);
if (options) await develop(options);
