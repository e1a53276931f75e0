import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { exportByClick } from '../support/exported-archive.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { withPlainPage } from '../support/plain-browser.ts';

/** An archive whose second mail changed once and was then withdrawn. */
const archive = join(import.meta.dirname, '../fixtures/archive/format-1.zip');

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 1 });
  browser = await launchWithExtension({ servicePort: service.port });
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

async function importArchive(): Promise<void> {
  const page = await browser.openPage('viewer.html');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByLabel('Backup files').setInputFiles(archive);
  await page.getByRole('heading', { name: 'What is in the backup' }).waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'The backup is in' }).waitFor({ timeout: 60_000 });
  await page.close();
}

const mail = '#/mails/izone/ab12cd/m2';

async function openVersions(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Edited · 1 earlier version' }).click();
  await page.getByRole('dialog', { name: 'Earlier versions' }).waitFor();
}

describe('A mail that changed and was then withdrawn', () => {
  it('shows both, and its former text', async () => {
    await importArchive();
    const page = await browser.openPage(`viewer.html${mail}`);
    await openVersions(page);
    await page.getByText('The service no longer has this mail.').waitFor({ state: 'attached' });
    const change = page.getByRole('dialog').getByRole('region');
    expect(await change.getByRole('heading', { level: 4 }).allTextContents()).toEqual([
      'Date and time',
      'Subject',
      'Text',
      'Pictures and files removed',
      'Pictures and files added',
    ]);
    await change.locator('del').getByText('Before', { exact: true }).waitFor();
    const removed = change.getByRole('group', { name: 'Pictures and files removed' });
    // The archive's files are made-up bytes, which no import accepts as pictures.
    await removed.getByText('Not saved yet.').waitFor();
    await change.getByRole('button', { name: 'The mail before this change' }).click();
    await change.locator('.paper-plain').getByText('before', { exact: true }).waitFor();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await page.close();
  });

  it('does so in an unpacked archive', async () => {
    const viewer = await browser.openPage('viewer.html');
    const exported = await exportByClick(browser, viewer);
    await exported.expectSound();
    await withPlainPage(async (page) => {
      await page.goto(`${pathToFileURL(join(exported.folder, 'index.html')).href}${mail}`);
      await openVersions(page);
      await page.getByRole('dialog').locator('del').getByText('Before', { exact: true }).waitFor();
    });
    await exported.discard();
    await viewer.close();
  });
});
