import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { reserveBytes } from '../../../lib/browser/mail-store/database/reserve.ts';
import { leaseName } from '../../../lib/browser/shell/worker-life.ts';
import { webOrigin } from '../../service/hosts.ts';
import { startService, type Service, type ServiceOptions } from '../../service/service.ts';
import { makeScratchFolder } from '../../support/chromium.ts';
import { buildExtension } from '../../support/extension-build.ts';
import { launchWithExtension, type ExtensionBrowser } from '../../support/extension.ts';
import { changeSettings, waitForDone } from '../../support/journey.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { openPopup, type PopupDriver } from '../popup-driver.ts';
import { signInToWebClient } from '../web-client.ts';
import { photographPopup } from './photographer.ts';

interface Stage {
  service: Service;
  browser: ExtensionBrowser;
}

type Take = (page: Page, name: string) => Promise<void>;

interface Scene extends ServiceOptions {
  /** The hosts are not given: the browser would be asked. */
  isAskedFor?: boolean;
  /** The profile lies on a disk of its own, so small. */
  diskBytes?: number;
  play(stage: Stage, take: Take, makeDiskFull: () => Promise<void>): Promise<void>;
}

/** Signs in, starts a slow first backup, and waits until it is well on its way. */
async function startHalfway({ service, browser }: Stage): Promise<PopupDriver> {
  await signInToWebClient(browser, service);
  await changeSettings(browser, { paces: { izone: 'gentle' } });
  const popup = await openPopup(browser);
  await popup.backUp();
  while (!(await popup.isHalfway())) await popup.page.waitForTimeout(200);
  return popup;
}

async function backUpWhole({ service, browser }: Stage): Promise<PopupDriver> {
  await signInToWebClient(browser, service);
  await changeSettings(browser, { paces: { izone: 'fast' } });
  const popup = await openPopup(browser);
  await popup.backUp();
  await waitForDone(browser);
  return popup;
}

/** Presses a button of the web client's page, which lies in the background. */
async function pressInWebClient({ browser }: Stage, selector: string): Promise<void> {
  const client = browser.context.pages().find((page) => page.url().startsWith(webOrigin));
  if (!client) throw new Error('No tab shows the web client.');
  await client.locator(selector).evaluate((button) => (button as HTMLElement).click());
}

async function says(page: Page, words: RegExp): Promise<void> {
  await page.getByText(words).first().waitFor({ timeout: 150_000 });
}

/** Every state of the popup, each brought about as a person would meet it. */
const scenes: Record<string, Scene> = {
  closed: {
    isAskedFor: true,
    async play({ browser }, take) {
      const page = await browser.openPage('popup.html');
      await take(page, 'closed');
      await page.getByRole('button', { name: 'Set up anyway' }).click();
      await take(page, 'closed-question');
    },
  },
  signedOut: {
    async play({ browser }, take) {
      const page = await browser.openPage('popup.html');
      await take(page, 'signed-out');
    },
  },
  ready: {
    async play({ service, browser }, take) {
      await signInToWebClient(browser, service);
      const page = await browser.openPage('popup.html');
      await says(page, /Signed in|ready/i);
      await take(page, 'ready');
    },
  },
  running: {
    async play(stage, take) {
      const popup = await startHalfway(stage);
      await take(popup.page, 'running');
      await popup.page.getByRole('button', { name: 'Pause', exact: true }).click();
      await says(popup.page, /Paused/);
      await take(popup.page, 'paused');
    },
  },
  askedToWait: {
    async play(stage, take) {
      const popup = await startHalfway(stage);
      stage.service.setFaults([
        { name: 'rate-limit', share: 1, times: Infinity, retryAfter: { seconds: 900 } },
      ]);
      await says(popup.page, /wait/i);
      await take(popup.page, 'asked-to-wait');
    },
  },
  unreachable: {
    async play(stage, take) {
      const popup = await startHalfway(stage);
      await stage.service.close();
      await says(popup.page, /cannot be reached/);
      await take(popup.page, 'unreachable');
    },
  },
  signedOutMidway: {
    async play(stage, take) {
      const popup = await startHalfway(stage);
      await pressInWebClient(stage, '#sign-out');
      await says(popup.page, /signed out/i);
      await take(popup.page, 'signed-out-midway');
    },
  },
  accountChanged: {
    async play(stage, take) {
      const popup = await startHalfway(stage);
      await pressInWebClient(stage, '#switch');
      await says(popup.page, /account/i);
      await take(popup.page, 'account-changed');
    },
  },
  permissionTakenBack: {
    async play(stage, take) {
      const popup = await startHalfway(stage);
      await stage.browser.setHostAccess(false);
      await says(popup.page, /access to the service was taken away/);
      await take(popup.page, 'permission-taken-back');
    },
  },
  offline: {
    async play(stage, take) {
      const popup = await startHalfway(stage);
      await stage.browser.context.setOffline(true);
      await says(popup.page, /no internet connection/);
      await take(popup.page, 'offline');
    },
  },
  queued: {
    async play({ service, browser }, take) {
      await signInToWebClient(browser, service);
      // Only one engine runs: as if another service were being backed up.
      await (
        await browser.quietPage()
      ).evaluate((name) => {
        void navigator.locks.request(name, () => new Promise(() => {}));
      }, leaseName);
      const popup = await openPopup(browser);
      await popup.backUp();
      await says(popup.page, /Waiting for its turn/);
      await take(popup.page, 'queued');
    },
  },
  storageFull: {
    mails: 120,
    pictureBytes: 200_000,
    diskBytes: 400 * 1024 * 1024,
    async play({ service, browser }, take, makeDiskFull) {
      await signInToWebClient(browser, service);
      await makeDiskFull();
      const popup = await openPopup(browser);
      await popup.backUp();
      await says(popup.page, /hardly any room left/);
      await take(popup.page, 'storage-full');
    },
  },
  failed: {
    async play({ service, browser }, take) {
      service.setFaults([{ name: 'course-closed', share: 1, times: Infinity }]);
      await signInToWebClient(browser, service);
      const popup = await openPopup(browser);
      await popup.backUp();
      await popup.waitForBackUp();
      await take(popup.page, 'failed');
    },
  },
  done: {
    async play(stage, take) {
      const popup = await backUpWhole(stage);
      await take(popup.page, 'done');
      await popup.exportZip();
      await take(popup.page, 'exported');
      await popup.page.getByRole('button', { name: 'Back up', exact: true }).click();
      await says(popup.page, /nothing new/i);
      await take(popup.page, 'nothing-new');
    },
  },
  doneWithLosses: {
    faults: [{ name: 'picture-404', share: 0.05, times: Infinity }],
    async play(stage, take) {
      const popup = await backUpWhole(stage);
      await take(popup.page, 'done-with-losses');
    },
  },
  picturesLater: {
    async play(stage, take) {
      await changeSettings(stage.browser, { picturesLater: { izone: true } });
      const popup = await backUpWhole(stage);
      await take(popup.page, 'pictures-waiting');
    },
  },
};

/** Plays the scenes, or those with these names, and photographs the popup in each. */
export async function photographPopupStates(wanted: readonly string[]): Promise<void> {
  for (const [name, scene] of Object.entries(scenes)) {
    if (wanted.length === 0 || wanted.includes(name)) await playScene(name, scene);
  }
}

/** As shipped: no host is given. Thrown away with the browser. */
async function copyOfTheBuild(): Promise<string> {
  const folder = await makeScratchFolder('as-shipped');
  await cp(await buildExtension('chrome'), folder, { recursive: true });
  return folder;
}

async function playScene(name: string, { isAskedFor, diskBytes, play, ...options }: Scene): Promise<void> {
  const disk = diskBytes === undefined ? undefined : await mountSmallDisk(diskBytes);
  if (diskBytes !== undefined && !disk) {
    console.log(`${name}: no small disk can be mounted here.`);
    return;
  }
  const service = await startService({ mails: 160, ...options });
  const browser = await launchWithExtension({
    servicePort: service.port,
    locale: 'en',
    ...(isAskedFor ? { folder: await copyOfTheBuild() } : {}),
    ...(disk ? { userDataDir: join(disk.path, 'profile') } : {}),
  });
  try {
    await changeSettings(browser, { backupOnOpen: false });
    await play(
      { service, browser },
      (page, state) => photographPopup(browser, page, state),
      async () => disk?.leave(reserveBytes + 12_000_000),
    );
  } finally {
    await browser.discard();
    await service.close();
    await disk?.unmount();
  }
}
