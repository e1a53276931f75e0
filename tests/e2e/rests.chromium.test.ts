import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startService } from '../service/service.ts';
import { expectEverythingStored } from '../support/expected-content.ts';
import { hasMany } from '../support/fault-numbers.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { countTried } from '../support/tried.ts';

/** Waits until the popup says so in its status. */
async function untilPopupSays(popup: Awaited<ReturnType<typeof pressBackUp>>, words: RegExp): Promise<void> {
  await expect.poll(() => popup.locator('body').innerText(), { timeout: 100_000 }).toMatch(words);
}

describe.concurrent('a backup that has to rest', () => {
  it.runIf(hasMany)(
    'pauses with a sentence on a full disk, and goes on after room was made',
    async (context) => {
      const disk = await mountSmallDisk(400 * 1024 * 1024);
      if (!disk) return context.skip('no small disk can be mounted here');
      const service = await startService({ mails: 120, pictureBytes: 200_000 });
      const browser = await launchWithExtension({
        servicePort: service.port,
        userDataDir: join(disk.path, 'profile'),
      });
      try {
        await changeSettings(browser, { paces: { izone: 'fast' } });
        await signIn(browser);
        await disk.leave(12 * 1024 * 1024);
        const popup = await pressBackUp(browser);
        await untilPopupSays(popup, /no room left on this device/);
        countTried('no room: a full disk in Chromium');
        await disk.free();
        await waitForDone(browser);
        await expectEverythingStored(browser, service);
      } finally {
        await browser.discard();
        await service.close();
        await disk.unmount();
      }
    },
  );

  it.runIf(hasMany)(
    'stops when the permission is taken back, and goes on when it is given again',
    async () => {
      const service = await startService({ mails: 200, latencyMs: 20 });
      const browser = await launchWithExtension({ servicePort: service.port });
      try {
        await signIn(browser);
        const popup = await pressBackUp(browser);
        await untilPopupSays(popup, /\d+ of 200 mails/);
        await setHostAccess(browser, 'ON_CLICK');
        await untilPopupSays(popup, /access to the service was taken away/);
        await popup.waitForTimeout(500);
        const askedBefore = service.counters.log.filter(({ by }) => by !== 'client').length;
        await popup.waitForTimeout(2_000);
        expect(service.counters.log.filter(({ by }) => by !== 'client').length).toBe(askedBefore);
        await setHostAccess(browser, 'ON_ALL_SITES');
        await waitForDone(browser);
        await expectEverythingStored(browser, service);
      } finally {
        await browser.discard();
        await service.close();
      }
    },
  );

  it('waits while the service cannot be reached, and goes on when it is back', async () => {
    const options = { mails: 200, latencyMs: 20 };
    let service = await startService(options);
    const browser = await launchWithExtension({ servicePort: service.port });
    try {
      await signIn(browser);
      const popup = await pressBackUp(browser);
      await untilPopupSays(popup, /\d+ of 200 mails/);
      await service.close();
      await untilPopupSays(popup, /cannot be reached/);
      countTried('network or service gone and back in Chromium');
      service = await startService({ ...options, port: service.port });
      await waitForDone(browser);
      await expectEverythingStored(browser, service);
    } finally {
      await browser.discard();
      await service.close();
    }
  });
});

/** What the person chooses under “Site access” on the browser's own extensions page. */
async function setHostAccess(
  browser: ExtensionBrowser,
  hostAccess: 'ON_CLICK' | 'ON_ALL_SITES',
): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(
    (update) =>
      (
        globalThis as unknown as { chrome: DeveloperApi }
      ).chrome.developerPrivate.updateExtensionConfiguration(update),
    { extensionId: browser.extensionId, hostAccess },
  );
  await page.close();
}

interface DeveloperApi {
  developerPrivate: {
    updateExtensionConfiguration(update: { extensionId: string; hostAccess: string }): Promise<void>;
  };
}
