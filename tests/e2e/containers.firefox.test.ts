import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webOrigin } from '../service/hosts.ts';
import { startService, type Service } from '../service/service.ts';
import { launchFirefoxExtension, type FirefoxExtension } from '../support/firefox-extension.ts';
import { expectInnocentTraffic } from '../support/journey.ts';

const [first, second] = ['IZ*ONE Private Mail · container 1', 'IZ*ONE Private Mail · container 2'];
const patience = { timeout: 120_000 };

/** The account and id of every stored mail. Runs inside the page. */
function listStoredMails(): Promise<[string, string][]> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('mail-ark');
    opening.onsuccess = () => {
      const reading = opening.result.transaction('mails').objectStore('mails').getAllKeys();
      reading.onsuccess = () => {
        opening.result.close();
        resolve((reading.result as string[][]).map(([, account = '', id = '']) => [account, id]));
      };
    };
  });
}

describe('two containers signed in to two accounts', () => {
  let service: Service;
  let browser: FirefoxExtension;
  let popup: Page;
  const clients: Page[] = [];

  const rowOf = (mailbox: string | undefined): Locator =>
    popup
      .getByRole('listitem')
      .filter({ has: popup.getByRole('heading', { name: mailbox ?? '', exact: true }) });
  const backUp = (mailbox: string | undefined) =>
    rowOf(mailbox).getByRole('button', { name: 'Back up', exact: true }).click();
  const untilRowSays = (mailbox: string | undefined, words: RegExp) =>
    rowOf(mailbox).locator('.service-sentence').getByText(words).waitFor(patience);

  async function signIn(account: number): Promise<void> {
    const client = await browser.openInContainer(`${webOrigin}/`);
    await client.locator('#sign-in-accounts button').nth(account).click();
    await client.locator('#inbox').waitFor({ state: 'visible' });
    clients[account] = client;
  }

  beforeAll(async () => {
    service = await startService({ accounts: [{ mails: 80 }, { mails: 60 }], latencyMs: 20 });
    browser = await launchFirefoxExtension({ servicePort: service.port });
    await signIn(0);
    await signIn(1);
    popup = await browser.openPage('popup.html');
  });

  afterAll(async () => {
    await browser.discard();
    await service.close();
  });

  it('are two rows', async () => {
    await rowOf(second).waitFor();
    expect(await popup.getByRole('heading', { level: 2 }).allTextContents()).toEqual([first, second]);
  });

  it('are backed up separately while tokens expire, each with its own session', async () => {
    service.counters.reset();
    service.setFaults([{ name: 'expire-token', every: 40, isRenewable: true }]);
    await backUp(first);
    await popup.getByRole('button', { name: 'Pause' }).waitFor();
    await backUp(second);
    for (const name of [first, second]) await untilRowSays(name, /new mails/);

    const byAccount = new Map<string, string[]>();
    for (const [account, id] of await popup.evaluate(listStoredMails))
      byAccount.set(account, [...(byAccount.get(account) ?? []), id]);
    const stored = [...byAccount.values()].map((ids) => ids.toSorted().join());
    const expected = [0, 1].map((account) => service.expected(account).ids.toSorted().join());
    expect(stored.toSorted()).toEqual(expected.toSorted());

    // Ids belong to one account: a mail requested with the other's headers would be one that account does not have.
    for (const account of [0, 1]) {
      const { userId } = service.accounts[account] ?? { userId: '' };
      const asked = service.counters.log.filter(
        (entry) => entry.kind === 'detail' && entry.userId === userId,
      );
      const { ids } = service.expected(account);
      expect(
        asked.filter(({ target }) => !ids.includes(decodeURIComponent(target.slice('/mail/'.length)))),
      ).toEqual([]);
      expect(asked.length).toBeGreaterThanOrEqual(ids.length);
    }
    expectInnocentTraffic(service);
  });

  it('sign out separately: the other is still backed up, even after its tab is closed', async () => {
    await clients[0]?.locator('#sign-out').click();
    await backUp(first);
    await untilRowSays(first, /signed out/);
    await clients[1]?.close();
    service.counters.reset();
    await backUp(second);
    await untilRowSays(second, /Nothing new/);
    await untilRowSays(first, /signed out/);
    const asked = service.counters.log.filter(({ by, kind }) => by === 'visitor' && kind === 'list');
    expect(asked).not.toEqual([]);
    expect(asked.map(({ userId }) => userId)).toEqual(asked.map(() => service.accounts[1]?.userId));
  });
});
