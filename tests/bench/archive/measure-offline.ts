import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../../run/command.ts';
import { launchChromium, makeScratchFolder } from '../../support/chromium.ts';
import { median } from '../section.ts';
import { waitForList, watchList } from '../viewer/watch-list.ts';

/** From the double click until the first mails are drawn, and until all are counted; medians, in milliseconds. */
export interface OfflineFigures {
  listMs: number;
  wholeListMs: number;
}

/** Unpacks a ZIP of ours, and opens its `index.html` so often from the folder, in a browser without the extension. */
export async function measureOffline(zip: string, times: number): Promise<OfflineFigures> {
  const scratch = await makeScratchFolder('offline');
  const { context, userDataDir } = await launchChromium({});
  try {
    const { code, output } = await runCommand('unzip', ['-qq', zip, '-d', scratch]);
    if (code !== 0) throw new Error(`The ZIP was not unpacked: ${output}`);
    const opened: OfflineFigures[] = [];
    for (let turn = 0; turn < times; turn++) {
      const page = await context.newPage();
      await page.addInitScript(watchList);
      await page.goto(pathToFileURL(join(scratch, 'index.html')).href);
      opened.push(await waitForList(page));
      await page.close();
    }
    return {
      listMs: median(opened.map(({ listMs }) => listMs)),
      wholeListMs: median(opened.map(({ wholeListMs }) => wholeListMs)),
    };
  } finally {
    await context.close();
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    await rm(scratch, { recursive: true, force: true });
  }
}
