import { rm } from 'node:fs/promises';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { browserUnderTest } from './extension-browser.ts';
import { launchFirefox, printTo, type PrintJob } from './firefox.ts';

/** A browser without an extension. */
export interface PlainBrowser {
  context: BrowserContext;
  /** Sets the time zone a page sees; undefined: the device's own. It takes effect with the next document. */
  setTimeZone(page: Page, timeZone: string | undefined): Promise<void>;
  /** Chooses what is printed to from now on; absent in a browser that prints nothing without a window. */
  printTo: ((job: PrintJob) => Promise<void>) | undefined;
  /** Closes the browser and deletes its profile. */
  discard(): Promise<void>;
}

/** Starts the browser under test without an extension; every host resolves to a local port, or to nothing. */
export async function launchBrowser(port?: number): Promise<PlainBrowser> {
  const options = port === undefined ? {} : { servicePort: port };
  const launched = await launch(options);
  const { context, userDataDir } = launched;
  return {
    context,
    setTimeZone: launched.setTimeZone,
    printTo: launched.printTo,
    async discard() {
      await launched.close();
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function launch(options: { servicePort?: number }) {
  if (browserUnderTest() === 'firefox') {
    const launched = await launchFirefox(options);
    const setTimeZone = async (_: Page, timeZone: string | undefined) => {
      await launched.gate.call('emulation.setTimezoneOverride', {
        timezone: timeZone ?? null,
        userContexts: ['default'],
      });
    };
    return { ...launched, setTimeZone, printTo: (job: PrintJob) => printTo(launched.gate, job) };
  }
  const launched = await launchChromium(options);
  const sessions = new Map<Page, CDPSession>();
  const setTimeZone = async (page: Page, timeZone: string | undefined) => {
    // An override lasts as long as the session that set it.
    const session = sessions.get(page) ?? (await launched.context.newCDPSession(page));
    sessions.set(page, session);
    await session.send('Emulation.setTimezoneOverride', { timezoneId: timeZone ?? '' });
  };
  return { ...launched, setTimeZone, printTo: undefined, close: () => launched.context.close() };
}

/**
 * Runs `act` with a page of a browser that has neither extension nor network, as on the device of a stranger who
 * received a ZIP.
 */
export async function withPlainPage<T>(act: (page: Page) => Promise<T>): Promise<T> {
  const { context, discard } = await launchBrowser();
  try {
    return await act(await context.newPage());
  } finally {
    await discard();
  }
}
