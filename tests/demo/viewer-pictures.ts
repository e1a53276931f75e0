import { join } from 'node:path';
import type { ExtensionBrowser } from '../support/extension.ts';

/** Opens the viewer, and takes a picture of the list and one of an open mail. */
export async function photographViewer(browser: ExtensionBrowser, folder: string): Promise<void> {
  const page = await browser.openPage('viewer.html');
  await page.setViewportSize({ width: 1280, height: 860 });
  const mails = page.getByRole('list', { name: 'Mails', exact: true }).getByRole('listitem');
  await mails
    .first()
    .waitFor({ timeout: 20_000 })
    .catch(() => {
      throw new Error('the viewer shows no mails.');
    });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(folder, 'viewer-list.png') });
  await mails.nth(1).click();
  const reader = page.getByRole('article');
  await reader.waitFor({ timeout: 10_000 }).catch(() => {
    throw new Error('the viewer does not open a mail.');
  });
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, 'viewer-mail.png') });
  await page.close();
}
