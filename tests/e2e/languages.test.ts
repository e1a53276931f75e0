import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webOrigin } from '../service/hosts.ts';
import { startService, type Service } from '../service/service.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { expectInnocentTraffic, pressBackUp, waitForDone } from '../support/journey.ts';

/**
 * Runs before the client does: it is signed in as before the installation, uses Japanese in its calls and nowhere else,
 * and makes no call for a while.
 */
function actAsOpenClient(given: { storage: Record<string, string>; api: string; silentMs: number }): void {
  for (const [key, value] of Object.entries(given.storage)) localStorage.setItem(key, value);
  const send = globalThis.fetch;
  const silence = new Promise((resolve) => setTimeout(resolve, given.silentMs));
  globalThis.fetch = async (input, init) => {
    const { url } = new Request(input);
    if (!url.startsWith(given.api)) return send(input, init);
    await silence;
    return send(input, { ...init, headers: { ...init?.headers, 'Application-Language': 'ja' } });
  };
}

/** The names that stored mails give each sender, by id. */
function readSenders(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('mail-ark');
        opening.onerror = () => reject(opening.error ?? new Error('The database could not be opened.'));
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('mails').objectStore('mails').getAll() as IDBRequest<
            { from: { id: string; name: string } }[]
          >;
          reading.onsuccess = () => {
            database.close();
            const found: Record<string, string[]> = {};
            for (const { from } of reading.result)
              found[from.id] = [...new Set([...(found[from.id] ?? []), from.name])];
            resolve(found);
          };
        };
      }),
  );
}

describe('a web client that was open before Mail Ark and asks for Japanese', () => {
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

  it('names members in Japanese though its first call comes after the backup’s last page', async () => {
    const { userId = '', token = '' } = service.accounts[0] ?? {};
    const storage = {
      'pm-user-id': userId,
      'pm-access-token': token,
      'pm-application-version': '1.4.5',
      'pm-terms-version': '5',
    };
    const client = await browser.context.newPage();
    const given = { storage, api: 'https://app-api.izone-mail.com/', silentMs: 2_500 };
    await client.addInitScript(actAsOpenClient, given);
    await client.goto(webOrigin);
    await pressBackUp(browser);
    await waitForDone(browser);
    const japanese: Record<string, string[]> = {};
    for (const { record } of service.expected(0, 'ja').mails())
      japanese[String(record.member.id)] = [record.member.name];
    expect(await readSenders(await browser.quietPage())).toEqual(japanese);
    expectInnocentTraffic(service);
  });
});
