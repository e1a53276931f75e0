import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { isOfService, pressBackUp, signIn, waitForDone } from '../support/journey.ts';

const mails = 40;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** The number of requests to the service that its web client did not send. */
const countAsked = ({ counters }: Service): number =>
  counters.log.filter((entry) => entry.by !== 'client' && isOfService(entry)).length;

/** Deletes in the settings what the button with this name deletes, and waits until it is gone. */
async function deleteInSettings(browser: ExtensionBrowser, name: string | RegExp): Promise<void> {
  const viewer = await browser.openPage('viewer.html#/settings');
  await button(viewer, name).click();
  await viewer.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await viewer.getByText('Nothing is stored yet').waitFor();
  await viewer.close();
}

describe('a mailbox that was deleted', () => {
  it.for([
    ['alone', /^Delete mailbox/],
    ['with everything', 'Delete everything…'],
  ] as const)('%s comes back only on request', async ([, name]) => {
    const service = await startService({ mails });
    const browser = await launchWithExtension({ servicePort: service.port });
    try {
      await signIn(browser);
      const first = await pressBackUp(browser);
      await waitForDone(browser);
      await first.close();
      await deleteInSettings(browser, name);

      const asked = countAsked(service);
      const popup = await browser.openPage('popup.html');
      await popup.getByText('Ready for the first backup.').first().waitFor();
      // The answer to a second opening comes after all that the first one started.
      await popup.evaluate(async () => {
        const { runtime } = (globalThis as unknown as { chrome: { runtime: Runtime } }).chrome;
        await runtime.sendMessage({ type: 'popupOpened', data: null, id: 1, timestamp: 0 });
      });
      await popup.getByText('Ready for the first backup.').first().waitFor();
      expect(countAsked(service)).toBe(asked);

      await button(popup, 'Back up').click();
      await popup.getByText(`${mails} new mails`).first().waitFor();
    } finally {
      await browser.discard();
      await service.close();
    }
  });
});

interface Runtime {
  sendMessage(message: object): Promise<unknown>;
}
