import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../../../lib/messages.ts';

/** The extension's storage with some settings in it. */
async function withStored(settings: unknown) {
  const stored: Record<string, unknown> = { settings };
  vi.resetModules();
  vi.doMock('wxt/browser', () => ({
    browser: {
      storage: {
        local: {
          get: (key: string) => Promise.resolve({ [key]: stored[key] }),
          set: (change: Record<string, unknown>) => Promise.resolve(void Object.assign(stored, change)),
        },
      },
    },
  }));
  return { stored, ...(await import('../../../../lib/browser/shell/settings.ts')) };
}

afterEach(() => {
  vi.doUnmock('wxt/browser');
  vi.resetModules();
});

describe('The settings', () => {
  it('are the defaults where nothing is stored', async () => {
    const { readSettings } = await withStored(undefined);
    expect(await readSettings()).toEqual({ ...defaultSettings, textSize: 'medium' });
  });

  it('leave out a setting of an earlier version, and forget it with the next change', async () => {
    const { readSettings, writeSettings, stored } = await withStored({ theme: 'dark', dayZone: 'own' });
    expect(await readSettings()).toEqual({ ...defaultSettings, textSize: 'medium', theme: 'dark' });
    await writeSettings({ language: 'ko' });
    expect(stored['settings']).toEqual({
      ...defaultSettings,
      textSize: 'medium',
      theme: 'dark',
      language: 'ko',
    });
  });
});
