import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { defaultSettings, textSizes, type Settings } from '../../messages.ts';

const schema = v.object({
  language: v.fallback(v.picklist(['auto', 'en', 'ko', 'ja']), defaultSettings.language),
  theme: v.fallback(v.picklist(['auto', 'light', 'dark']), defaultSettings.theme),
  textSize: v.fallback(v.picklist(textSizes), 'medium'),
  backupOnOpen: v.fallback(v.boolean(), defaultSettings.backupOnOpen),
  keepComputerAwake: v.fallback(v.boolean(), defaultSettings.keepComputerAwake),
  notifyWhenDone: v.fallback(v.boolean(), defaultSettings.notifyWhenDone),
  paces: v.fallback(v.record(v.string(), v.picklist(['gentle', 'normal', 'fast'])), {}),
  picturesLater: v.fallback(v.record(v.string(), v.boolean()), {}),
});

function understand(stored: unknown): Settings {
  return v.parse(schema, stored ?? {});
}

/** The settings; an unknown value becomes its default. */
export async function readSettings(): Promise<Settings> {
  return understand((await browser.storage.local.get('settings'))['settings']);
}

/** Changes the settings named, leaves the others. */
export async function writeSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set({ settings: { ...(await readSettings()), ...change } });
}

/** Calls back after a change in any window; returns the way to stop. */
export function watchSettings(callback: (settings: Settings) => void): () => void {
  const listener: Parameters<typeof browser.storage.local.onChanged.addListener>[0] = (changes) => {
    if (changes['settings']) callback(understand(changes['settings'].newValue));
  };
  browser.storage.local.onChanged.addListener(listener);
  return () => browser.storage.local.onChanged.removeListener(listener);
}
