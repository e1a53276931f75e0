import { describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { expectEverythingStored, takeStoredContent } from '../support/expected-content.ts';
import { seeded } from '../support/fake-clock.ts';
import { amountOf, seed } from '../support/fault-numbers.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { expectInnocentTraffic, pressBackUp, signIn, waitForDone } from '../support/journey.ts';
import { countTried } from '../support/tried.ts';

const mails = 80;
const mailsWhenKilled = amountOf('mailsOfKilled');
const workerKills = amountOf('workerKills');
const browserKills = amountOf('browserKills');

/** Resolves once the service has received this many requests; rejects when they stop before. */
async function untilAsked(service: Service, count: number): Promise<void> {
  const end = Date.now() + 60_000;
  while (service.counters.count() < count) {
    if (Date.now() > end) throw new Error(`Only ${service.counters.count()} of ${count} requests came.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Numbers of requests at which to kill, increasing, spread over the whole run. */
function strikes(count: number, total: number, random: () => number): number[] {
  return Array.from({ length: count }, (_, at) => Math.floor(((at + random()) / count) * total * 0.95) + 1);
}

function requestsOf(service: Service): number {
  const { ids, picturePaths, portraitPaths } = service.expected();
  return ids.length + ids.length / 20 + picturePaths.length + portraitPaths.length;
}

describe.concurrent('a backup that is killed', () => {
  it(
    `continues after the background was stopped ${workerKills} times, with nothing twice and nothing missing`,
    { timeout: 900_000 },
    async () => {
      const service = await startService({ mails: mailsWhenKilled, latencyMs: 20 });
      const browser = await launchWithExtension({ servicePort: service.port });
      try {
        await signIn(browser);
        service.counters.reset();
        await pressBackUp(browser);
        let stopped = 0;
        for (const moment of strikes(workerKills, requestsOf(service), seeded(seed))) {
          await untilAsked(service, moment);
          await browser.killWorker();
          countTried('worker stopped in Chromium');
          stopped += 1;
        }
        await waitForDone(browser, { timeoutMs: 300_000 });
        expect(stopped).toBe(workerKills);
        await expectEverythingStored(browser, service);
        // Requests in flight when it was killed, and the content of one unwritten batch: 64 pictures at most.
        expect(service.counters.count()).toBeLessThanOrEqual(
          requestsOf(service) + 10 + workerKills * (64 + 64),
        );
        expectInnocentTraffic(service);
      } finally {
        await browser.discard();
        await service.close();
      }
    },
  );

  it(
    `continues after the browser was killed ${browserKills} times, when only the web client is opened again`,
    { timeout: 900_000 },
    async () => {
      const service = await startService({ mails: mailsWhenKilled, latencyMs: 20 });
      let browser: ExtensionBrowser = await launchWithExtension({ servicePort: service.port });
      try {
        await signIn(browser);
        service.counters.reset();
        await pressBackUp(browser);
        for (const moment of strikes(browserKills, requestsOf(service), seeded(seed + 1))) {
          await untilAsked(service, moment);
          const { userDataDir, folder } = browser;
          await browser.killBrowser();
          countTried('browser killed with SIGKILL');
          browser = await launchWithExtension({ servicePort: service.port, userDataDir, folder });
          await openWebClientAgain(browser);
        }
        await waitForDone(browser, { timeoutMs: 300_000 });
        await expectEverythingStored(browser, service);
        expectInnocentTraffic(service);
      } finally {
        await browser.discard();
        await service.close();
      }
    },
  );
});

/** Opens the web client again, as the user does, still signed in or not; no page of the extension is opened. */
async function openWebClientAgain(browser: ExtensionBrowser): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto('https://app-web.izone-mail.com/');
  const signIn = page.locator('#sign-in-accounts button').first();
  await page.locator('#inbox').or(signIn).locator('visible=true').first().waitFor();
  if (await signIn.isVisible()) {
    await signIn.click();
    await page.locator('#inbox').waitFor({ state: 'visible' });
  }
}

describe.concurrent('a session that changes in the middle', () => {
  it('waits after a sign-out, and continues by itself after the sign-in', async () => {
    const service = await startService({ mails, latencyMs: 20 });
    const browser = await launchWithExtension({ servicePort: service.port });
    try {
      const client = await signIn(browser);
      service.counters.reset();
      await pressBackUp(browser);
      await untilAsked(service, 100);
      await client.locator('#sign-out').evaluate((button) => (button as HTMLElement).click());
      for (const account of service.accounts) account.expireToken(false);
      await client.locator('#sign-in').waitFor({ state: 'visible' });
      await client.waitForTimeout(3000);
      await client.locator('#sign-in-accounts button').first().click();
      await waitForDone(browser);
      await expectEverythingStored(browser, service);
      expectInnocentTraffic(service);
    } finally {
      await browser.discard();
      await service.close();
    }
  });

  it('never mixes two accounts', async () => {
    const service = await startService({ mails: 80, latencyMs: 20 });
    const browser = await launchWithExtension({ servicePort: service.port });
    try {
      const client = await signIn(browser);
      service.counters.reset();
      await pressBackUp(browser);
      await untilAsked(service, 60);
      await client.locator('#switch').evaluate((button) => (button as HTMLElement).click());
      for (const account of service.accounts.slice(0, 1)) account.expireToken(false);
      await client.waitForTimeout(4000);
      const { mails: saved, accounts } = await takeStoredContent(browser);
      const ids = new Set(service.expected(0).ids);
      const own = Object.entries(saved).filter(([, text]) => text.includes(`"account":"${accounts[0]}"`));
      expect(own.every(([id]) => ids.has(id))).toBe(true);

      await client.locator('#switch').evaluate((button) => (button as HTMLElement).click());
      await waitForDone(browser);
      await expectEverythingStored(browser, service);
    } finally {
      await browser.discard();
      await service.close();
    }
  });
});
