import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { expectEverythingStored } from '../support/expected-content.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import {
  changeSettings,
  expectInnocentTraffic,
  pressBackUp,
  signIn,
  waitForDone,
} from '../support/journey.ts';

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 40 });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false, paces: { izone: 'fast' } });
  await signIn(browser);
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

/** The service refuses this share of its pictures from now on; a smaller share is a part of a larger one. */
const refuse = (share: number) => service.setFaults([{ name: 'picture-404', share, times: Infinity }]);

/** The pictures that were refused since the last reset. */
const refused = () =>
  new Set(
    service.counters.log
      .filter(({ kind, status }) => kind === 'picture' && status === 404)
      .map(({ target }) => target),
  );

describe('files that the service would not give', () => {
  it('are asked for again, and nothing else, from the popup and from the report', async () => {
    refuse(0.4);
    const popup = await pressBackUp(browser);
    await waitForDone(browser);
    const first = refused();
    await popup.getByText(`${first.size} items could not be saved`).waitFor();

    refuse(0.2);
    service.counters.reset();
    let since = Date.now();
    await popup.getByRole('button', { name: 'Ask again', exact: true }).click();
    await waitForDone(browser, { since });
    const second = refused();
    expect(second.size).toBeGreaterThan(0);
    expect(second.size).toBeLessThan(first.size);
    for (const target of second) expect(first).toContain(target);
    await popup.getByText(`${second.size} items could not be saved`).waitFor();
    await popup.close();

    service.setFaults([]);
    service.counters.reset();
    since = Date.now();
    const report = await browser.openPage('viewer.html#/report');
    await report.getByText(`${second.size} things are missing.`).waitFor();
    await report.getByRole('button', { name: 'Ask again', exact: true }).click();
    await waitForDone(browser, { since });
    await expectEverythingStored(browser, service);
    expect(service.counters.count()).toBe(second.size);
    expectInnocentTraffic(service);
    await report.getByText(/things are missing/).waitFor({ state: 'detached' });
    await report.close();
  });
});
