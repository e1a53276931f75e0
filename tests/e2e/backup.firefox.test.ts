import { copyFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webOrigin } from '../service/hosts.ts';
import { startService, type Service } from '../service/service.ts';
import { makeScratchFolder } from '../support/chromium.ts';
import { ExportedArchive } from '../support/exported-archive.ts';
import { findFirefox } from '../support/find-firefox.ts';
import { buttonSaying, launchFirefox, type FirefoxBrowser } from '../support/firefox.ts';
import { expectInnocentTraffic } from '../support/journey.ts';

const mails = 60;

describe.skipIf(findFirefox() === undefined)('Mail Ark in Firefox ESR', () => {
  let service: Service;
  let browser: FirefoxBrowser;

  beforeAll(async () => {
    service = await startService({ mails });
    browser = await launchFirefox({ servicePort: service.port });
  });

  afterAll(async () => {
    await browser.discard();
    await service.close();
  });

  it('backs up every mail and picture', async () => {
    const client = await browser.newPage(`${webOrigin}/`);
    await client.waitFor(`document.querySelector('#sign-in-accounts button')`);
    await client.evaluate(`void document.querySelector('#sign-in-accounts button').click()`);
    await client.waitFor(`!document.querySelector('#inbox').hidden`);
    service.counters.reset();

    const popup = await browser.openPage('popup.html');
    await popup.waitFor(buttonSaying('Back up'));
    await popup.evaluate(`void ${buttonSaying('Back up')}.click()`);
    await popup.waitFor(
      `new Promise((resolve) => {
        const opening = indexedDB.open('mail-ark');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('runs').objectStore('runs').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result.some(({ state }) => state.phase === 'done'));
          };
        };
      })`,
      120_000,
    );
    const { ids, picturePaths } = service.expected();
    // Firefox calls the background's requests same-origin, as it does a page's: they are told apart by what they ask for.
    const asked = (kind: string) => service.counters.log.filter((entry) => entry.kind === kind).length;
    expect(asked('detail')).toBe(ids.length);
    expect(asked('picture')).toBe(new Set(picturePaths).size);
    expectInnocentTraffic(service);
    await popup.close();
  });

  it('saves a ZIP with every byte', async () => {
    const popup = await browser.openPage('popup.html');
    const zip = await browser.saveZip(popup);
    expect((await stat(zip)).size).toBeGreaterThan(0);
    const scratch = await makeScratchFolder('firefox-export');
    const archive = new ExportedArchive(scratch);
    await copyFile(zip, archive.zip);
    try {
      await archive.expectSound();
      await archive.expectWhole(service);
    } finally {
      await archive.discard();
      await popup.close();
    }
  });

  it('shows mails and their pictures in the viewer', async () => {
    const viewer = await browser.openPage('viewer.html');
    await viewer.waitFor(`document.querySelectorAll('[role=listitem], li').length > 0`);
    const expected = service.expected();
    const id = expected.ids.find((each) => (expected.find(each)?.pictures.length ?? 0) > 0) ?? '';
    const account = await viewer.evaluate<string>(
      `new Promise((resolve) => {
        const opening = indexedDB.open('mail-ark');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('accounts').objectStore('accounts').getAllKeys();
          reading.onsuccess = () => resolve(reading.result[0][1]);
        };
      })`,
    );
    await viewer.evaluate(`void (location.hash = '#/mails/izone/${account}/${encodeURIComponent(id)}')`);
    const subject = expected.find(id)?.record.subject ?? '';
    await viewer.waitFor(`document.querySelector('article')?.innerText.includes(${JSON.stringify(subject)})`);
    await viewer.waitFor(
      `[document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)]
        .flatMap((each) => [...each.querySelectorAll('img')]).some((image) => image.naturalWidth > 0)`,
    );
    await viewer.close();
  });
});
