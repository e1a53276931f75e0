import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../run/prepare.mjs';
import type { Service } from '../service/service.ts';
import type { ExtensionBrowser } from '../support/extension.ts';
import { takeDownload } from './downloads.ts';
import { openPopup, type PopupDriver } from './popup-driver.ts';
import { printSummary } from './summary.ts';
import { photographViewer } from './viewer-pictures.ts';
import { signInToWebClient } from './web-client.ts';

/** Without a change on screen for this long, the demo has failed. */
const patienceMs = 120_000;

/** Does what a person would do, with pictures of it in `demo-out/`. Rejects with a sentence when something does not work. */
export async function clickThrough(browser: ExtensionBrowser, service: Service): Promise<void> {
  const folder = join(projectRoot, 'demo-out');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  console.log('Signing in to the web client …');
  await signInToWebClient(browser, service);

  const popup = await openPopup(browser);
  await popup.waitForBackUp();
  await popup.photograph(join(folder, 'popup-before.png'));

  const startedAt = Date.now();
  await popup.backUp();
  await watch(popup, service, join(folder, 'popup-running.png'));
  const seconds = (Date.now() - startedAt) / 1000;
  await popup.photograph(join(folder, 'popup-done.png'));

  console.log('Exporting …');
  const name = await popup.exportZip();
  const zip = await takeDownload(browser, join(folder, name));
  await photographViewer(browser, folder);
  await printSummary({ zip, seconds, service, sentence: await popup.sentence() });
}

/** Prints how the backup goes until it is over; takes one picture on the way. */
async function watch(popup: PopupDriver, service: Service, picture: string): Promise<void> {
  let shown = '';
  let changedAt = Date.now();
  let hasPicture = false;
  while (!(await popup.isOver())) {
    const line = await popup.progressLine();
    if (line !== shown) {
      console.log(`  ${line} · ${service.counters.count()} requests`);
      shown = line;
      changedAt = Date.now();
    }
    if (!hasPicture && (await popup.isHalfway())) {
      await popup.photograph(picture);
      hasPicture = true;
    }
    if (Date.now() - changedAt > patienceMs) {
      throw new Error(
        `nothing moved for ${patienceMs / 1000} s; the popup says “${await popup.sentence()}”.`,
      );
    }
    await popup.page.waitForTimeout(150);
  }
  const sentence = await popup.sentence();
  console.log(`  ${sentence}`);
  if (!/new mail|nothing new/i.test(sentence)) throw new Error(`the backup ended with “${sentence}”.`);
}
