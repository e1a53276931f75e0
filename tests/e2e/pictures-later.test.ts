import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { expectEverythingStored } from '../support/expected-content.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { expectInnocentTraffic, signIn, waitForDone } from '../support/journey.ts';

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 60 });
  browser = await launchWithExtension({ servicePort: service.port });
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

const countFiles = () =>
  service.counters.log.filter(({ kind, by }) => by !== 'client' && /^(picture|portrait)$/.test(kind)).length;

describe('pictures later', () => {
  it('saves texts alone, says what is missing, and fetches it on request', async () => {
    await signIn(browser);
    service.counters.reset();
    const popup = await browser.openPage('popup.html');
    const choice = popup.getByRole('checkbox', { name: 'Pictures later' });
    await choice.check();
    expect(await findViolationsInBothThemes(popup)).toEqual([]);
    await popup.getByRole('button', { name: 'Back up', exact: true }).click();
    await waitForDone(browser);
    expect(countFiles()).toBe(0);
    const { picturePaths, portraitPaths } = service.expected();
    const files = picturePaths.length + portraitPaths.length;
    await popup.getByText(`${files} pictures not fetched yet`).waitFor();
    expect(await findViolationsInBothThemes(popup)).toEqual([]);

    const viewer = await browser.openPage('viewer.html#/settings');
    await viewer.getByText(`${files} pictures not fetched yet`).waitFor();
    expect(await viewer.getByRole('switch', { name: /^Pictures later/ }).isChecked()).toBe(true);
    await viewer.close();

    const before = service.counters.count();
    const since = Date.now();
    await popup.getByRole('button', { name: 'Fetch pictures' }).click();
    await waitForDone(browser, { since });
    // No list is read again for them, except to look for new mails.
    expect(service.counters.count() - before).toBeLessThanOrEqual(files + 2);
    await expectEverythingStored(browser, service);
    expectInnocentTraffic(service);
    await popup.getByText('Nothing new. Everything is saved.').first().waitFor();
  });
});
