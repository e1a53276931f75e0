import { rm } from 'node:fs/promises';
import { startService } from '../service/service.ts';
import { buildExtension, e2eCopy } from '../support/extension-build.ts';
import { launchWithExtension } from '../support/extension.ts';
import { clickThrough } from './click-through.ts';
import { letAPersonClick } from './let-a-person-click.ts';
import { readOptions, usage, type DemoOptions } from './options.ts';

/** Builds, starts service and browser, and ends both whatever happens in between. */
async function runDemo({ mails, latencyMs, faults, browser: name, isHeadless }: DemoOptions): Promise<void> {
  console.log('Building the extension …');
  const build = name === 'firefox' ? 'firefox' : 'chrome';
  // With a window the real permission question can be answered, so the build is used as it is.
  const folder = isHeadless ? await e2eCopy(build) : await buildExtension(build);
  const service = await startService({ mails, latencyMs, faults });
  try {
    const browser = await launchWithExtension({
      servicePort: service.port,
      headless: isHeadless,
      locale: 'en',
      browser: name,
      folder,
    });
    const stop = () => void browser.close().catch(() => undefined);
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    try {
      await (isHeadless ? clickThrough(browser, service) : letAPersonClick(browser, service, name));
    } finally {
      await browser.close().catch(() => undefined);
      await rm(browser.userDataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  } finally {
    await service.close();
    if (isHeadless) await rm(folder, { recursive: true, force: true });
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options) await runDemo(options);
  else console.log(usage);
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
