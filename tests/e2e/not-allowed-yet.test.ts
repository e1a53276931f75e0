import { describe, expect, it } from 'vitest';
import { startService } from '../service/service.ts';
import { shippedBuild } from '../support/extension-build.ts';
import { launchWithExtension } from '../support/extension.ts';
import { signIn } from '../support/journey.ts';

describe('a service that is not allowed yet', () => {
  it('says so while the browser asks, without a badge and without a second consent', async () => {
    const service = await startService({ mails: 20 });
    const browser = await launchWithExtension({ servicePort: service.port, folder: await shippedBuild() });
    try {
      await signIn(browser);
      const popup = await browser.openPage('popup.html');
      await popup.getByRole('button', { name: 'Set up anyway' }).click();
      // Without a user the browser’s prompt is never accepted.
      await popup.getByRole('button', { name: 'Allow and back up' }).click();
      await popup.getByText('Not allowed yet').first().waitFor();
      expect(await popup.locator('body').innerText()).not.toContain('taken away');
      const badge = await popup.evaluate(() =>
        (globalThis as unknown as { chrome: { action: Action } }).chrome.action.getBadgeText({}),
      );
      expect(badge).toBe('');
      await popup.getByRole('button', { name: 'Allow access' }).click();
      expect(await popup.getByRole('heading', { name: 'Before you go on' }).count()).toBe(0);
      await popup.getByRole('button', { name: 'Cancel', exact: true }).click();
      await popup.getByRole('button', { name: 'Set up anyway' }).waitFor();
    } finally {
      await browser.discard();
      await service.close();
    }
  });
});

interface Action {
  getBadgeText(of: object): Promise<string>;
}
