import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { makeScratchFolder } from '../support/chromium.ts';
import { ExportedArchive, saveByClick } from '../support/exported-archive.ts';
import { listFileHashes } from '../support/extension-build.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { amountOf } from '../support/fault-numbers.ts';
import { writeLargeArchive } from '../support/large-archive.ts';

/** 200 MB in the full fault tests, otherwise a tenth. */
const mails = amountOf('largeImport');
const picturesPerMail = 2;
const patienceMs = 240_000;

describe('an import of a large archive', () => {
  let service: Service;
  let browser: ExtensionBrowser;
  let scratch: string;

  beforeAll(async () => {
    service = await startService({ mails: 1 });
    browser = await launchWithExtension({ servicePort: service.port });
    scratch = await makeScratchFolder('large-import');
    await writeLargeArchive(join(scratch, 'backup.zip'), { mails, picturesPerMail, pictureBytes: 100_000 });
  });

  afterAll(async () => {
    await browser.discard();
    await service.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it('imports every mail and picture, and finds them complete', async () => {
    const page = await browser.openPage('viewer.html#/import');
    await page.getByLabel('Backup files').setInputFiles(join(scratch, 'backup.zip'));
    await page.getByRole('heading', { name: 'What is in the backup' }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: 'The backup is in' }).waitFor({ timeout: patienceMs });
    const counts = await page.locator('.counts dd').allTextContents();
    expect(counts.map((count) => Number(count.replace(/\D/g, '')))).toEqual([mails, mails * picturesPerMail]);
    await page.evaluate(() => void (location.hash = '#/report'));
    await page.getByRole('button', { name: 'Full check' }).click();
    await page.getByText('Everything is as it was saved.').waitFor({ timeout: patienceMs });
    await page.close();
  });

  it('saves every one of them as a ZIP again', async () => {
    const page = await browser.openPage('viewer.html');
    const press = () => page.getByRole('button', { name: 'Export ZIP' }).click();
    const [zip = ''] = await saveByClick(browser, page, press, patienceMs);
    await page.close();
    const before = new ExportedArchive(await makeScratchFolder('large-before'));
    const after = new ExportedArchive(await makeScratchFolder('large-after'));
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

/** The path and hash of every picture. */
async function mediaOf(archive: ExportedArchive): Promise<[string, string][]> {
  return (await listFileHashes(archive.folder)).filter(([path]) => path.startsWith('media/'));
}
