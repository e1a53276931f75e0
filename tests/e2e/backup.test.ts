import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExtensionBrowser } from '../support/extension.ts';
import { launchWithExtension } from '../support/extension.ts';
import {
  allowedPastTheEnd,
  changeSettings,
  expectInnocentTraffic,
  pressBackUp,
  signIn,
  waitForDone,
} from '../support/journey.ts';
import { expectEverythingStored, takeStoredContent } from '../support/expected-content.ts';
import { exportByClick } from '../support/exported-archive.ts';
import { findOnDisk } from '../support/secret-search.ts';
import { startService, type Service } from '../service/service.ts';

const mails = 120;
let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { paces: { izone: 'fast' } });
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

describe('the first backup', () => {
  it('saves every mail and every picture after one click', async () => {
    await signIn(browser);
    service.counters.reset();
    const popup = await pressBackUp(browser);
    await popup.getByRole('progressbar').waitFor();
    await waitForDone(browser);
    await expectEverythingStored(browser, service);
    await popup.close();
  });

  it('requests everything once, and hardly anything past the end of the list', () => {
    const { counters } = service;
    const { ids, picturePaths, portraitPaths } = service.expected();
    for (const kind of ['detail', 'picture', 'portrait'] as const)
      expect(counters.repeated(kind)).toEqual([]);
    expect(counters.pastTheEnd).toBeLessThanOrEqual(allowedPastTheEnd(mails));
    expect(counters.count('detail')).toBe(ids.length);
    expect(counters.count('picture') + counters.count('portrait')).toBe(
      new Set([...picturePaths, ...portraitPaths]).size,
    );
    const pages = Math.ceil(mails / 20);
    expect(counters.count('list')).toBeLessThanOrEqual(pages + 3 + Math.ceil(Math.log2(pages)));
    expectInnocentTraffic(service);
  });

  it('keeps no trace of the account’s id and token', async () => {
    const stored = await browser.readAllStorage();
    for (const secret of secretsOf(service)) expect(stored.includes(secret)).toBe(false);
  });

  it('needs two requests at most when nothing is new, and starts when the toolbar is clicked', async () => {
    service.counters.reset();
    const since = Date.now();
    const popup = await browser.openPopupByAction();
    await expect.poll(() => popup.read()).toContain('IZ*ONE Private Mail');
    await expect.poll(() => service.counters.count()).toBeGreaterThan(0);
    await waitForDone(browser, { since });
    expect(service.counters.count()).toBeLessThanOrEqual(2);
  });

  it('sends nothing when the popup is opened and the setting is off', async () => {
    await changeSettings(browser, { backupOnOpen: false });
    service.counters.reset();
    const popup = await browser.openPage('popup.html');
    await popup.getByRole('button', { name: 'Back up', exact: true }).waitFor();
    await popup.waitForTimeout(2000);
    expect(service.counters.count()).toBe(0);
    await popup.close();
  });

  it('exports a ZIP that every reader accepts, with every byte', async () => {
    const popup = await browser.openPage('popup.html');
    const archive = await exportByClick(browser, popup);
    try {
      await archive.expectSound();
      await archive.expectWhole(service);
      await archive.expectNowhere(secretsOf(service));
    } finally {
      await archive.discard();
      await popup.close();
    }
  });

  it('checks everything again and finds nothing changed', async () => {
    const before = await takeStoredContent(browser);
    service.counters.reset();
    const since = Date.now();
    const popup = await browser.openPage('popup.html');
    await popup.getByRole('button', { name: 'Check everything again' }).click();
    await waitForDone(browser, { since });
    expect(await takeStoredContent(browser)).toEqual(before);
    expect(service.counters.count('detail')).toBe(0);
    expectInnocentTraffic(service);
    await popup.close();
  });

  it('leaves no secret on disk or in a log, once the browser is closed', async () => {
    await browser.close();
    expect(await findOnDisk(browser.userDataDir, secretsOf(service))).toEqual([]);
    const said = await browser.readConsole();
    for (const secret of secretsOf(service)) expect(said.includes(secret)).toBe(false);
  });
});

/** Everything that proves an account: none of it may be found anywhere. */
function secretsOf({ accounts }: Service): string[] {
  return accounts.flatMap(({ token, userId, password }) => [token, userId, password]);
}
