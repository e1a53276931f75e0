import { describe, expect, it } from 'vitest';
import { startService } from '../service/service.ts';
import { seeded } from '../support/fake-clock.ts';
import { hasMany, seed } from '../support/fault-numbers.ts';
import { exportByClick } from '../support/exported-archive.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';
import { countTried } from '../support/tried.ts';

const kills = 6;
/** An export of this size takes about as long; it is killed at a random time of it. */
const exportMs = 6_000;

/** Downloads that are incomplete, scratch files, and export hosts without an export. */
async function leftovers(browser: ExtensionBrowser): Promise<unknown> {
  const quiet = await browser.quietPage();
  return quiet.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: {
        downloads: { search(query: object): Promise<{ state: string; filename: string }[]> };
        runtime: { getContexts(filter: object): Promise<unknown[]> };
      };
    };
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    const downloads = await chrome.downloads.search({});
    const hosts = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
    return {
      names,
      downloads: downloads.filter(({ state }) => state !== 'complete').map(({ filename }) => filename),
      hosts: hosts.length,
    };
  });
}

describe('an export whose browser is killed', () => {
  it.runIf(hasMany)(
    `${kills} times leaves nothing of ours behind, and the next one is whole`,
    async () => {
      const service = await startService({ mails: 400, pictureBytes: 100_000 });
      let browser = await launchWithExtension({ servicePort: service.port });
      try {
        await changeSettings(browser, { backupOnOpen: false, paces: { izone: 'fast' } });
        await signIn(browser);
        let popup = await pressBackUp(browser);
        await waitForDone(browser);
        const random = seeded(seed);
        for (let kill = 0; kill < kills; kill += 1) {
          await popup.getByRole('button', { name: 'Export ZIP' }).click();
          await popup.waitForTimeout(((kill + random()) / kills) * exportMs);
          const { userDataDir, folder } = browser;
          await browser.killBrowser();
          countTried('browser killed with SIGKILL during an export');
          browser = await launchWithExtension({ servicePort: service.port, userDataDir, folder });
          popup = await browser.openPage('popup.html');
          await popup.getByRole('button', { name: 'Export ZIP' }).waitFor();
          await expect.poll(() => leftovers(browser)).toEqual({ names: [], downloads: [], hosts: 0 });
        }
        const archive = await exportByClick(browser, popup);
        await archive.expectSound();
        await archive.expectWhole(service);
        await archive.discard();
      } finally {
        await browser.discard();
        await service.close();
      }
    },
    600_000,
  );
});
