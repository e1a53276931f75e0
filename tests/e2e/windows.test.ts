import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { expectEverythingStored } from '../support/expected-content.ts';
import { shippedBuild } from '../support/extension-build.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { holdBackup, whenStill } from '../support/hold-backup.ts';
import { pressBackUp, signIn, waitForDone } from '../support/journey.ts';

const mails = 80;
const latencyMs = 20;

async function inBrowser(act: (service: Service, browser: ExtensionBrowser) => Promise<void>): Promise<void> {
  const service = await startService({ mails, latencyMs });
  const browser = await launchWithExtension({ servicePort: service.port });
  try {
    await signIn(browser);
    service.counters.reset();
    await act(service, browser);
  } finally {
    await browser.discard();
    await service.close();
  }
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The requests for every mail, page and picture once, and for finding the last page. */
function mostRequests(service: Service): number {
  const { ids, picturePaths, portraitPaths } = service.expected();
  const pages = Math.ceil(ids.length / 20);
  return pages + ids.length + picturePaths.length + portraitPaths.length + 3 + Math.ceil(Math.log2(pages));
}

describe.concurrent('a backup and its windows', () => {
  it('is one run, however many windows start it, and continues when all are closed', async () => {
    await inBrowser(async (service, browser) => {
      const popups = await Promise.all([browser.openPage('popup.html'), browser.openPage('popup.html')]);
      const viewer = await browser.openPage('viewer.html');
      await Promise.all(popups.map((popup) => button(popup, 'Back up').waitFor()));
      const holding = holdBackup(service, 1, latencyMs);
      await Promise.all(
        popups.map((popup) => button(popup, 'Back up').evaluate((found) => (found as HTMLElement).click())),
      );
      await Promise.all(popups.map((popup) => popup.getByRole('progressbar').waitFor()));
      (await holding)();
      for (const page of [...popups, viewer]) await page.close();
      await waitForDone(browser);
      await expectEverythingStored(browser, service);
      expect(service.counters.count()).toBeLessThanOrEqual(mostRequests(service));
    });
  });

  it('pauses and continues only when the user says so', async () => {
    await inBrowser(async (service, browser) => {
      const popup = await pressBackUp(browser);
      const release = await holdBackup(service, 40, latencyMs);
      await popup
        .getByText(/\d+ of 80 mails/)
        .first()
        .waitFor();
      await button(popup, 'Pause').click();
      await button(popup, 'Continue').waitFor();
      release();
      const asked = await whenStill(() => service.counters.count());
      await browser.killWorker();
      await popup.reload();
      await button(popup, 'Continue').waitFor();
      await popup.waitForTimeout(1_500);
      expect(service.counters.count()).toBe(asked);
      await button(popup, 'Continue').click();
      await waitForDone(browser);
      await expectEverythingStored(browser, service);
      expect(service.counters.count()).toBeLessThanOrEqual(mostRequests(service) + 64);
    });
  });

  it('keeps what is saved when it is cancelled, and requests only the rest the next time', async () => {
    await inBrowser(async (service, browser) => {
      const popup = await pressBackUp(browser);
      const release = await holdBackup(service, 40, latencyMs);
      await popup
        .getByText(/[1-9]\d* of 80 mails/)
        .first()
        .waitFor();
      await button(popup, 'Cancel').click();
      await button(popup, 'Back up').waitFor();
      release();
      const saved = popup.getByText(/\d+ mails saved/).first();
      await expect.poll(() => saved.innerText()).toMatch(/^[1-9]/);
      await button(popup, 'Back up').click();
      await waitForDone(browser);
      await expectEverythingStored(browser, service);
      expect(service.counters.count()).toBeLessThanOrEqual(mostRequests(service) + 64);
    });
  });

  it('sends nothing for a service that was never permitted', async () => {
    const service = await startService({ mails });
    const browser = await launchWithExtension({
      servicePort: service.port,
      folder: await shippedBuild(),
    });
    try {
      await signIn(browser);
      service.counters.reset();
      const popup = await browser.openPage('popup.html');
      await popup
        .getByText(/closed in 2021/)
        .first()
        .waitFor();
      await popup.waitForTimeout(1_000);
      expect(service.counters.count()).toBe(0);
    } finally {
      await browser.close();
      await service.close();
    }
  });
});
