import type { ExtensionBrowser } from './extension.ts';

/** What the person chooses under “Site access” on the browser's own extensions page. */
export async function setHostAccess(
  browser: ExtensionBrowser,
  hostAccess: 'ON_CLICK' | 'ON_ALL_SITES',
): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(
    (update) =>
      (
        globalThis as unknown as { chrome: DeveloperApi }
      ).chrome.developerPrivate.updateExtensionConfiguration(update),
    { extensionId: browser.extensionId, hostAccess },
  );
  await page.close();
}

interface DeveloperApi {
  developerPrivate: {
    updateExtensionConfiguration(update: { extensionId: string; hostAccess: string }): Promise<void>;
  };
}
