import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { Service } from '../service/service.ts';
import { apiHost, imageHost, webHost, webOrigin } from '../service/hosts.ts';
import type { ExtensionBrowser } from './extension.ts';
import { readRuns } from './stored-content.ts';

/** Opens the web client, signed in to one of the service's accounts. */
export async function signIn(browser: ExtensionBrowser, account = 0): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(webOrigin);
  await page.locator('#sign-in-accounts button').nth(account).click();
  await page.locator('#inbox').waitFor({ state: 'visible' });
  return page;
}

/** Changes the settings as the settings page does. */
export async function changeSettings(browser: ExtensionBrowser, settings: object): Promise<void> {
  const page = await browser.quietPage();
  await page.evaluate(
    async (change) => {
      const { storage } = (globalThis as unknown as { chrome: ExtensionApi }).chrome;
      const { settings: before } = await storage.local.get('settings');
      await storage.local.set({ settings: { ...before, ...change } });
    },
    settings as Record<string, unknown>,
  );
}

interface ExtensionApi {
  storage: {
    local: {
      get(key: 'settings'): Promise<{ settings?: object }>;
      set(values: object): Promise<void>;
    };
  };
}

/** Opens the popup in a tab and presses the button that starts the first backup. */
export async function pressBackUp(browser: ExtensionBrowser): Promise<Page> {
  const popup = await browser.openPage('popup.html');
  await popup.getByRole('button', { name: 'Back up', exact: true }).click();
  return popup;
}

/**
 * Waits until a run that began at `since` or later is done, by reading the database only: no part of the extension is
 * woken or clicked. Rejects when a run fails or is cancelled.
 */
export async function waitForDone(
  browser: ExtensionBrowser,
  { since = 0, timeoutMs = 180_000 }: { since?: number; timeoutMs?: number } = {},
): Promise<void> {
  const page = await browser.quietPage();
  const end = Date.now() + timeoutMs;
  for (;;) {
    const runs = await readRuns(page);
    const last = runs.findLast(({ startedAt }) => Date.parse(startedAt) >= since);
    const state = last?.state;
    if (state?.phase === 'failed' || state?.phase === 'cancelled')
      throw new Error(`The backup ended as ${state.phase} (${state.code ?? 'no code'}).`);
    if (state?.phase === 'done') break;
    if (Date.now() > end) throw new Error(`No end of the backup in ${timeoutMs} ms: ${JSON.stringify(runs)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The number of requests past the end of the list that a walk may make. */
export function allowedPastTheEnd(mails: number): number {
  return 1 + Math.ceil(Math.log2(Math.max(1, Math.ceil(mails / 20))));
}

/** Whether a request was for one of the service's own hosts. */
export function isOfService({ host }: { host: string }): boolean {
  return [apiHost, webHost, imageHost].includes(host);
}

/** Asserts what must hold for the traffic of any run, however disturbed. */
export function expectInnocentTraffic(service: Service): void {
  // Chromium contacts its vendor's hosts too; they also resolve to the service.
  expect(service.counters.mutations.filter(isOfService)).toEqual([]);
  expect(service.counters.leaks.filter(({ hasToken }) => hasToken)).toEqual([]);
  const tokens = service.accounts.flatMap(({ token, userId }) => [token, userId]);
  const leaks = service.counters.log.filter(({ target }) => tokens.some((token) => target.includes(token)));
  expect(leaks).toEqual([]);
}
