import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { startService, type Service } from '../service/service.ts';
import { findViolationsEnlarged, findViolationsInBothThemes } from '../support/axe.ts';
import { expectEverythingStored, takeStoredContent } from '../support/expected-content.ts';
import { exportByClick, type ExportedArchive } from '../support/exported-archive.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';

const mails = 80;
let service: Service;
let archive: ExportedArchive;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails });
  const first = await launchWithExtension({ servicePort: service.port });
  await changeSettings(first, { paces: { izone: 'fast' } });
  await signIn(first);
  await (await pressBackUp(first)).waitForTimeout(0);
  await waitForDone(first);
  archive = await exportByClick(first, await first.openPage('viewer.html'));
  await first.discard();
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { paces: { izone: 'fast' }, backupOnOpen: false });
});

afterAll(async () => {
  await browser.discard();
  await archive.discard();
  await service.close();
});

async function choose(): Promise<Page> {
  const page = await browser.openPage('viewer.html');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByLabel('Backup files').setInputFiles(archive.zip);
  await page.getByRole('heading', { name: 'What is in the backup' }).waitFor();
  return page;
}

describe('A backup file in a browser without mails', () => {
  it('is shown before any of it is imported', async () => {
    const page = await choose();
    await expect.poll(() => page.getByText(`${mails} mails, ${mails} of them new`).count()).toBe(1);
    expect(await page.getByRole('main').innerText()).toContain('archive.zip');
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    expect(await findViolationsEnlarged(page)).toEqual([]);
    await page.close();
    const viewer = await browser.openPage('viewer.html');
    await viewer.getByRole('button', { name: 'Import', exact: true }).waitFor();
    expect(await viewer.getByRole('listitem').count()).toBe(0);
    await viewer.close();
  });

  it('continues after its tab was closed, imports everything, and sends no request', async () => {
    service.counters.reset();
    const cut = await choose();
    await cut.getByRole('button', { name: 'Import', exact: true }).click();
    // Some of it is stored, or all of it already.
    await cut.waitForFunction(() => {
      const bar = document.querySelector('[role=progressbar]');
      return bar === null || Number(bar.getAttribute('aria-valuenow')) > 0;
    });
    await cut.close({ runBeforeUnload: false });
    const page = await choose();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: 'The backup is in' }).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('main').innerText()).not.toContain('Damaged');
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    expect(await findViolationsEnlarged(page)).toEqual([]);
    await expectEverythingStored(browser, service);
    expect(service.counters.count()).toBe(0);
    await page.close();
  });

  it('gives the same bytes when it is exported again', async () => {
    const again = await exportByClick(browser, await browser.openPage('viewer.html'));
    expect(await again.sha256()).toBe(await archive.sha256());
    await again.discard();
  });

  it('has the same texts as when it was saved', async () => {
    const page = await browser.openPage('viewer.html#/report');
    await page.getByRole('heading', { name: 'IZ*ONE Private Mail' }).waitFor();
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    expect(await findViolationsEnlarged(page)).toEqual([]);
    await page.getByRole('button', { name: 'Full check' }).click();
    await page.getByText('Everything is as it was saved.').waitFor({ timeout: 60_000 });
    await page.getByLabel('Check a backup file').setInputFiles(archive.zip);
    await page.getByText('Full check of archive.zip').waitFor({ timeout: 60_000 });
    expect(await page.getByText('Everything is as it was saved.').count()).toBe(1);
    await page.close();
  });

  it('spares the next backup every mail and picture', async () => {
    await signIn(browser);
    service.counters.reset();
    const since = Date.now();
    const popup = await pressBackUp(browser);
    await waitForDone(browser, { since });
    expect(service.counters.count('list')).toBeGreaterThan(0);
    expect(service.counters.count('detail') + service.counters.count('picture')).toBe(0);
    await popup.close();
  });

  it('is undone with every mail and picture that came from it', async () => {
    const other = await launchWithExtension({ servicePort: service.port });
    try {
      await changeSettings(other, { backupOnOpen: false });
      const page = await other.openPage('viewer.html#/import');
      await page.getByLabel('Backup files').setInputFiles(archive.zip);
      await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByRole('heading', { name: 'The backup is in' }).waitFor({ timeout: 60_000 });
      await expectEverythingStored(other, service);
      await page.getByRole('button', { name: /^Undo/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
      await expect
        .poll(async () => Object.keys((await takeStoredContent(other)).mails).length, { timeout: 60_000 })
        .toBe(0);
      expect((await takeStoredContent(other)).assets).toEqual({});
      await page.close();
    } finally {
      await other.discard();
    }
  });
});
