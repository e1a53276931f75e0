import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webOrigin } from '../service/hosts.ts';
import { startService, type Service } from '../service/service.ts';
import { buttonSaying, launchFirefox, type FirefoxBrowser, type FirefoxPage } from '../support/firefox.ts';
import { expectInnocentTraffic } from '../support/journey.ts';

/** The rows of the popup: the name of each mailbox and the sentence below it. */
const rows = `[...document.querySelectorAll('.service')].map((row) =>
  [row.querySelector('h2').textContent, row.querySelector('.service-sentence').textContent])`;
const rowNamed = (name: string) =>
  `[...document.querySelectorAll('.service')].find((row) => row.querySelector('h2').textContent === ${JSON.stringify(name)})`;
const buttonIn = (name: string, words: string) =>
  `[...${rowNamed(name)}.querySelectorAll('button')].find((each) => each.textContent.trim() === ${JSON.stringify(words)})`;
const sentenceOf = (name: string) => `${rowNamed(name)}.querySelector('.service-sentence').textContent`;
const storedMails = `new Promise((resolve) => {
  const opening = indexedDB.open('mail-ark');
  opening.onsuccess = () => {
    const reading = opening.result.transaction('mails').objectStore('mails').getAllKeys();
    reading.onsuccess = () => {
      opening.result.close();
      resolve(reading.result.map(([, account, id]) => [account, id]));
    };
  };
})`;

describe('two containers signed in as two people', () => {
  const [first, second] = ['IZ*ONE Private Mail · container 1', 'IZ*ONE Private Mail · container 2'];
  let service: Service;
  let browser: FirefoxBrowser;
  let popup: FirefoxPage;
  const clients: FirefoxPage[] = [];

  async function signIn(account: number): Promise<void> {
    const client = await browser.newPage(`${webOrigin}/`, await browser.makeContainer());
    const button = `document.querySelectorAll('#sign-in-accounts button')[${account}]`;
    await client.waitFor(button);
    await client.evaluate(`void ${button}.click()`);
    await client.waitFor(`!document.querySelector('#inbox').hidden`);
    clients[account] = client;
  }

  beforeAll(async () => {
    service = await startService({ accounts: [{ mails: 80 }, { mails: 60 }], latencyMs: 20 });
    browser = await launchFirefox({ servicePort: service.port });
    await signIn(0);
    await signIn(1);
    popup = await browser.openPage('popup.html');
  });

  afterAll(async () => {
    await browser.discard();
    await service.close();
  });

  it('are two rows', async () => {
    await popup.waitFor(`${rowNamed(first)} && ${rowNamed(second)}`);
    expect(await popup.evaluate(`${rows}.map(([name]) => name)`)).toEqual([first, second]);
  });

  it('are backed up apart while tokens expire, each with its own proof', async () => {
    service.counters.reset();
    service.setFaults([{ name: 'expire-token', every: 40, isRenewable: true }]);
    await popup.evaluate(`void ${buttonIn(first, 'Back up')}.click()`);
    await popup.waitFor(buttonSaying('Pause'));
    await popup.evaluate(`void ${buttonIn(second, 'Back up')}.click()`);
    for (const name of [first, second]) await popup.waitFor(`/new mails/.test(${sentenceOf(name)})`, 120_000);

    const mails = await popup.evaluate<[string, string][]>(storedMails);
    const byAccount = new Map<string, string[]>();
    for (const [account, id] of mails) byAccount.set(account, [...(byAccount.get(account) ?? []), id]);
    const stored = [...byAccount.values()].map((ids) => ids.toSorted().join());
    const expected = [0, 1].map((account) => service.expected(account).ids.toSorted().join());
    expect(stored.toSorted()).toEqual(expected.toSorted());

    // An id is the account's own: a mail asked for with the other's headers would be one that account does not have.
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

  it('sign out apart: the other is backed up all the same, though its tab is closed by then', async () => {
    await clients[0]?.evaluate(`void document.querySelector('#sign-out').click()`);
    await popup.evaluate(`void ${buttonIn(first, 'Back up')}.click()`);
    await popup.waitFor(`/signed out/.test(${sentenceOf(first)})`);
    await clients[1]?.close();
    service.counters.reset();
    await popup.evaluate(`void ${buttonIn(second, 'Back up')}.click()`);
    await popup.waitFor(`/Nothing new/.test(${sentenceOf(second)})`);
    expect(await popup.evaluate(sentenceOf(first))).toMatch(/signed out/);
    const asked = service.counters.log.filter(({ by, kind }) => by === 'visitor' && kind === 'list');
    expect(asked).not.toEqual([]);
    expect(asked.map(({ userId }) => userId)).toEqual(asked.map(() => service.accounts[1]?.userId));
  });
});
