import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { makeScratchFolder } from '../support/chromium.ts';
import { findFirefox } from '../support/find-firefox.ts';
import { launchFirefox, type FirefoxBrowser } from '../support/firefox.ts';
import { writeLargeArchive } from '../support/large-archive.ts';

/** 200 MB where there is time, a tenth of it otherwise. */
const mails = process.env['MAIL_ARK_MANY_KILLS'] === '1' ? 1_000 : 100;
const picturesPerMail = 2;

const button = (name: string) =>
  `[...document.querySelectorAll('button')].find((each) => each.textContent.trim() === ${JSON.stringify(name)})`;
const heading = (name: string) =>
  `[...document.querySelectorAll('h3')].some((each) => each.textContent.trim() === ${JSON.stringify(name)})`;

describe.skipIf(findFirefox() === undefined)('An import in Firefox ESR', () => {
  let service: Service;
  let browser: FirefoxBrowser;
  let scratch: string;

  beforeAll(async () => {
    service = await startService({ mails: 1 });
    browser = await launchFirefox({ servicePort: service.port });
    scratch = await makeScratchFolder('firefox-import');
    await writeLargeArchive(join(scratch, 'backup.zip'), { mails, picturesPerMail, pictureBytes: 100_000 });
  });

  afterAll(async () => {
    await browser.discard();
    await service.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it('brings in every mail and picture of a large ZIP, and finds them whole', async () => {
    const page = await browser.openPage('viewer.html#/import');
    await page.waitFor(`document.querySelector('input[type=file]')`);
    await page.setFiles('input[type=file]', [join(scratch, 'backup.zip')]);
    await page.waitFor(heading('What is in the backup'));
    await page.evaluate(
      `void [...document.querySelectorAll('main button')].find((each) => each.textContent.trim() === 'Import').click()`,
    );
    await page.waitFor(heading('The backup is in'), 240_000);
    const counts = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.counts dd')].map((each) => each.textContent)`,
    );
    expect(counts.map((count) => Number(count.replace(/\D/g, '')))).toEqual([mails, mails * picturesPerMail]);
    await page.evaluate(`void (location.hash = '#/report')`);
    await page.waitFor(button('Full check'));
    await page.evaluate(`void ${button('Full check')}.click()`);
    await page.waitFor(
      `document.querySelector('main').innerText.includes('Everything is as it was saved.')`,
      240_000,
    );
    await page.close();
  });
});
