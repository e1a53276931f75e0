import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../../run/command.ts';
import { startService, type Service } from '../../service/service.ts';
import { launchChromium, makeScratchFolder } from '../../support/chromium.ts';
import { launchWithExtension } from '../../support/extension.ts';
import { changeSettings, waitForDone } from '../../support/journey.ts';
import { takeDownload } from '../downloads.ts';
import { openPopup } from '../popup-driver.ts';
import { signInToWebClient } from '../web-client.ts';
import { inEach, narrow, photograph, screensFolder, wide } from './photographer.ts';

/** A sheet of A4 at the size in which browsers lay out for print. */
const sheet = { width: 794, height: 1123 };
const patienceMs = 60_000;

/** Photographs an export on its way and done, the printed report, an import from plan to end, and the viewer in the ZIP. */
export async function photographArchive(): Promise<void> {
  const scratch = await makeScratchFolder('archive-scenes');
  // Large enough that an export takes a while.
  const service = await startService({ mails: 600, pictureBytes: 60_000 });
  try {
    const zip = await photographExport(service, scratch);
    await photographImport(zip);
    await photographOffline(zip, scratch);
  } finally {
    await service.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function photographExport(service: Service, scratch: string): Promise<string> {
  const folder = join(scratch, 'saved');
  await mkdir(folder);
  const browser = await launchWithExtension({ servicePort: service.port, locale: 'en' });
  try {
    await changeSettings(browser, { backupOnOpen: false, paces: { izone: 'fast' } });
    await signInToWebClient(browser, service);
    const popup = await openPopup(browser);
    await popup.backUp();
    await waitForDone(browser);
    await inEach(browser, async (suffix) => {
      await photograph(browser, `report-printed-${suffix}`, 'viewer.html#/report', sheet, async (page) => {
        await page.getByRole('heading', { name: 'IZ*ONE Private Mail' }).waitFor();
        await page.emulateMedia({ media: 'print' });
      });
      await photograph(browser, `mail-printed-${suffix}`, 'viewer.html#/mails', sheet, async (page) => {
        await page.getByRole('list').getByRole('listitem').nth(1).click();
        await page.getByRole('article').waitFor();
        await page.emulateMedia({ media: 'print' });
      });
    });
    const viewer = await browser.openPage('viewer.html');
    await viewer.setViewportSize(wide);
    await viewer.getByRole('button', { name: 'Export ZIP' }).click();
    await viewer.getByText(/^Packing [1-9]/).waitFor({ timeout: patienceMs });
    await viewer.screenshot({ path: join(screensFolder, 'export-packing.png') });
    await viewer.getByRole('button', { name: 'Show in folder' }).waitFor({ timeout: patienceMs });
    const zip = await takeDownload(browser, join(folder, 'archive.zip'));
    await inEach(browser, async (suffix) => {
      await viewer.waitForTimeout(900);
      await viewer.screenshot({ path: join(screensFolder, `export-done-${suffix}.png`) });
    });
    return zip;
  } finally {
    await browser.discard();
  }
}

async function photographImport(zip: string): Promise<void> {
  // Nobody listens there: what is in the ZIP is enough.
  const browser = await launchWithExtension({ servicePort: 9, locale: 'en' });
  try {
    const page = await browser.openPage('viewer.html#/import');
    await page.setViewportSize(wide);
    const takeEach = (name: string) =>
      inEach(browser, async (suffix) => {
        await page.waitForTimeout(900);
        await page.screenshot({ path: join(screensFolder, `import-${name}-${suffix}.png`) });
      });
    await page.getByLabel('Backup files').setInputFiles(zip);
    await page.getByRole('heading', { name: 'What is in the backup' }).waitFor({ timeout: patienceMs });
    await takeEach('plan');
    await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('progressbar').first().waitFor();
    await page.screenshot({ path: join(screensFolder, 'import-running.png') });
    await page.getByRole('heading', { name: 'The backup is in' }).waitFor({ timeout: patienceMs });
    await takeEach('done');
    await page.close();
  } finally {
    await browser.discard();
  }
}

/** From a folder, without the extension and without a network, in the language of the browser and in both themes. */
async function photographOffline(zip: string, scratch: string): Promise<void> {
  const folder = join(scratch, 'unpacked');
  const { code, output } = await runCommand('unzip', ['-qq', zip, '-d', folder]);
  if (code !== 0) throw new Error(`The ZIP was not unpacked: ${output}`);
  const address = pathToFileURL(join(folder, 'index.html')).href;
  for (const locale of ['en', 'ko', 'ja']) {
    const { context, userDataDir } = await launchChromium({ locale });
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await context.newPage();
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(wide);
        await page.goto(address);
        await page.getByRole('list').getByRole('listitem').nth(1).click();
        await page.getByRole('article').waitFor();
        await page.waitForTimeout(900);
        await page.screenshot({ path: join(screensFolder, `offline-${locale}-${colorScheme}.png`) });
        await page.setViewportSize(narrow);
        await page.goto(`${address}#/gallery`);
        await page.locator('.tile img').nth(5).waitFor();
        await page.waitForTimeout(900);
        await page.screenshot({ path: join(screensFolder, `offline-narrow-${locale}-${colorScheme}.png`) });
        await page.close();
      }
    } finally {
      await context.close();
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  }
}
