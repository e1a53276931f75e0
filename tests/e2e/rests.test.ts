import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reserveBytes } from '../../lib/browser/mail-store/database/reserve.ts';
import { startService, type Service } from '../service/service.ts';
import { expectEverythingStored } from '../support/expected-content.ts';
import { hasMany } from '../support/fault-numbers.ts';
import { launchWithExtension } from '../support/extension.ts';
import { holdBackup, whenStill } from '../support/hold-backup.ts';
import { changeSettings, isOfService, pressBackUp, signIn, waitForDone } from '../support/journey.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { countTried } from '../support/tried.ts';

/** Waits until the popup shows the text. Rejects with the text it shows instead. */
async function untilPopupSays(popup: Awaited<ReturnType<typeof pressBackUp>>, words: RegExp): Promise<void> {
  const end = Date.now() + 200_000;
  for (;;) {
    const said = await popup.locator('body').innerText();
    if (words.test(said)) return;
    if (Date.now() > end) throw new Error(`The popup says: ${said}`);
    await popup.waitForTimeout(100);
  }
}

describe.concurrent('a backup that has to rest', () => {
  it.runIf(hasMany).for([
    ['pauses in time on a disk that gets full', reserveBytes + 12_000_000, false],
    ['says so when others fill the disk to the last byte', reserveBytes + 40_000_000, true],
  ] as const)('%s, and goes on after room was made', async ([, freeBytes, isFilledByOthers], context) => {
    const disk = await mountSmallDisk(600_000_000);
    if (!disk) return context.skip('no small disk can be mounted here');
    const service = await startService({ mails: 300, pictureBytes: 200_000 });
    const browser = await launchWithExtension({
      servicePort: service.port,
      userDataDir: join(disk.path, 'profile'),
    });
    try {
      await changeSettings(browser, { paces: { izone: isFilledByOthers ? 'gentle' : 'normal' } });
      await signIn(browser);
      await disk.leave(freeBytes);
      const popup = await pressBackUp(browser);
      if (isFilledByOthers) {
        await untilPopupSays(popup, /[1-9]\d* of 300 mails/);
        await disk.leave(0);
        await untilPopupSays(popup, /hardly any room left|emptied/);
      } else {
        await untilPopupSays(popup, /hardly any room left/);
        const saved = await popup.locator('.service-saved').innerText();
        expect(Number.parseInt(saved)).toBeGreaterThan(0);
        const { bavail, bsize } = await statfs(disk.path);
        expect(bavail * bsize).toBeGreaterThan(0.9 * reserveBytes);
      }
      countTried('no room: a full disk in Chromium');
      await disk.free();
      await changeSettings(browser, { paces: { izone: 'fast' } });
      // Each attempt that found the disk full made the next wait longer.
      await waitForDone(browser, { timeoutMs: 200_000 });
      await expectEverythingStored(browser, service);
    } finally {
      await browser.discard();
      await service.close();
      await disk.unmount();
    }
  });

  it.runIf(hasMany)(
    'stops when the permission is taken back, and goes on when it is given again',
    async () => {
      const service = await startService({ mails: 200, latencyMs: 20 });
      const browser = await launchWithExtension({ servicePort: service.port });
      try {
        await signIn(browser);
        const popup = await pressBackUp(browser);
        const release = await holdBackup(service, 60, 20);
        await untilPopupSays(popup, /\d+ of 200 mails/);
        await browser.setHostAccess(false);
        await untilPopupSays(popup, /access to the service was taken away/);
        release();
        const askedBefore = await whenStill(() => countAsked(service));
        await popup.waitForTimeout(2_000);
        expect(countAsked(service)).toBe(askedBefore);
        await browser.setHostAccess(true);
        await waitForDone(browser);
        await expectEverythingStored(browser, service);
      } finally {
        await browser.discard();
        await service.close();
      }
    },
  );

  it('waits while the service cannot be reached, and continues when it is back', async () => {
    const options = { mails: 200, latencyMs: 20 };
    let service = await startService(options);
    const browser = await launchWithExtension({ servicePort: service.port });
    try {
      await signIn(browser);
      const popup = await pressBackUp(browser);
      await holdBackup(service, 60, 20);
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

/** The number of requests to the service that its web client did not send. */
function countAsked({ counters }: Service): number {
  return counters.log.filter((entry) => entry.by !== 'client' && isOfService(entry)).length;
}
