import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 30 });
  browser = await launchWithExtension({ servicePort: service.port });
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

/** The permission and the setting of a choice. */
async function readChoice(): Promise<{ isPermitted: boolean; isChosen: unknown }> {
  const page = await browser.quietPage();
  return page.evaluate(async () => {
    const { permissions, storage } = (globalThis as unknown as { chrome: ExtensionApi }).chrome;
    const { settings } = await storage.local.get('settings');
    return {
      isPermitted: await permissions.contains({ permissions: ['power'] }),
      isChosen: settings?.['keepComputerAwake'],
    };
  });
}

interface ExtensionApi {
  permissions: { contains(wanted: { permissions: string[] }): Promise<boolean> };
  storage: { local: { get(key: 'settings'): Promise<{ settings?: Record<string, unknown> }> } };
}

describe('keeping the computer awake', () => {
  it('is off, requests its permission in the click, and is then stored', async () => {
    expect(await readChoice()).toEqual({ isPermitted: false, isChosen: undefined });
    const viewer = await browser.openPage('viewer.html#/settings');
    const choice = viewer.getByRole('switch', { name: 'Keep the computer awake' });
    expect(await choice.isChecked()).toBe(false);
    await choice.click();
    await expect.poll(readChoice).toEqual({ isPermitted: true, isChosen: true });
    expect(await choice.isChecked()).toBe(true);
    expect(await findViolationsInBothThemes(viewer)).toEqual([]);
    await choice.click();
    await expect.poll(readChoice).toEqual({ isPermitted: true, isChosen: false });
    await viewer.close();
  });
});
