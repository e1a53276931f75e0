import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { makeScratchFolder } from '../support/chromium.ts';
import { ExportedArchive } from '../support/exported-archive.ts';
import { listFileHashes } from '../support/extension-build.ts';
import { hasMany } from '../support/fault-numbers.ts';
import { findFirefox } from '../support/find-firefox.ts';
import { buttonSaying, launchFirefox, type FirefoxBrowser } from '../support/firefox.ts';
import { writeLargeArchive } from '../support/large-archive.ts';

/** 200 MB where there is time, a tenth of it otherwise. */
const mails = hasMany ? 1_000 : 100;
const picturesPerMail = 2;

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
    await page.waitFor(buttonSaying('Full check'));
    await page.evaluate(`void ${buttonSaying('Full check')}.click()`);
    await page.waitFor(
      `document.querySelector('main').innerText.includes('Everything is as it was saved.')`,
      240_000,
    );
    await page.close();
  });

  it('saves every one of them as a ZIP again', async () => {
    const page = await browser.openPage('viewer.html');
    const zip = await browser.saveZip(page, 240_000);
    await page.close();
    const before = new ExportedArchive(await makeScratchFolder('firefox-before'));
    const after = new ExportedArchive(await makeScratchFolder('firefox-after'));
    try {
      await copyFile(join(scratch, 'backup.zip'), before.zip);
      await copyFile(zip, after.zip);
      for (const archive of [before, after]) await archive.expectSound();
      expect(await mediaOf(after)).toEqual(await mediaOf(before));
      expect((await after.readManifest()).counts).toEqual({
        mails,
        assets: mails * picturesPerMail,
        missingAssets: 0,
      });
    } finally {
      await before.discard();
      await after.discard();
    }
  });
});

/** Path and hash of every picture. */
async function mediaOf(archive: ExportedArchive): Promise<[string, string][]> {
  return (await listFileHashes(archive.folder)).filter(([path]) => path.startsWith('media/'));
}
