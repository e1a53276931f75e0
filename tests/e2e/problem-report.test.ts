import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiHost, imageHost, webHost } from '../service/hosts.ts';
import { startService, type Service } from '../service/service.ts';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { takeStoredContent } from '../support/expected-content.ts';
import { browserUnderTest } from '../support/extension-browser.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { pressBackUp, signIn, waitForDone } from '../support/journey.ts';

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 30 });
  browser = await launchWithExtension({ servicePort: service.port });
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

/** All texts of the user, the senders and the service that were on the device during the backup. */
async function findSecrets(): Promise<string[]> {
  const personal = service.accounts.flatMap(({ userId, token, nickname }) => [userId, token, nickname]);
  const mails = [...service.expected().mails()].flatMap(({ id, record, pictures }) => [
    id,
    record.subject,
    record.member.name,
    ...pictures.map(({ path }) => path),
  ]);
  const { accounts } = await takeStoredContent(browser);
  expect(accounts).toHaveLength(1);
  return [...personal, ...mails, ...accounts, apiHost, webHost, imageHost, 'izone', 'IZ*ONE', 'http'];
}

describe('the problem report', () => {
  it('is offered in the popup when something failed, is shown completely, and copies exactly that', async () => {
    await signIn(browser);
    service.setFaults([{ name: 'picture-404', share: 0.3, times: Infinity }]);
    const popup = await pressBackUp(browser);
    await waitForDone(browser);
    await popup.getByText(/could not be saved/).waitFor();
    await popup.getByRole('button', { name: 'Problem report…' }).click();
    const shown = popup.getByText('Mail Ark problem report');
    await shown.waitFor();
    expect(await findViolationsInBothThemes(popup)).toEqual([]);
    const text = await shown.innerText();
    await popup.getByRole('button', { name: 'Copy' }).click();
    await popup.getByText('Copied').waitFor();
    expect(await popup.evaluate(() => navigator.clipboard.readText())).toBe(await shown.textContent());
    expect(text).toMatch(/^version \d[\d.]*, schema \d+ \(on disk: \d+\)$/m);
    const name = browserUnderTest() === 'firefox' ? 'Firefox' : 'Chrome';
    expect(text).toMatch(new RegExp(String.raw`^browser ${name} \d+ on Linux, online$`, 'm'));
    expect(text).toMatch(/^ {2}failed: asset not-found × \d+$/m);
    expect(text).toMatch(/ago: service 1 running /);
    expect(text).toMatch(/ago: service 1 done$/m);
    const secrets = await findSecrets();
    expect(secrets.length).toBeGreaterThan(60);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    await popup.close();
  });

  it('is in the settings, closes on Escape, and returns the focus', async () => {
    const viewer = await browser.openPage('viewer.html#/settings');
    const opener = viewer.getByRole('button', { name: 'Problem report…' });
    await opener.click();
    const dialog = viewer.getByRole('dialog', { name: 'Problem report' });
    await dialog.getByText('Mail Ark problem report').waitFor();
    expect(await findViolationsInBothThemes(viewer)).toEqual([]);
    await viewer.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await opener.evaluate((button) => document.activeElement === button)).toBe(true);
    await viewer.close();
  });
});
