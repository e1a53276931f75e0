import { browser } from 'wxt/browser';
import type { OptionalPermission } from '../../messages.ts';
import { writeSettings } from './settings.ts';

/** Those this browser's manifest offers: Firefox cannot keep a computer awake. */
export function listOptionalPermissions(): OptionalPermission[] {
  const offered: readonly string[] = browser.runtime.getManifest().optional_permissions ?? [];
  return (['power', 'notifications'] as const).filter((name) => offered.includes(name));
}

/** Asks the browser; to be called inside a click. */
export function requestPermission(name: OptionalPermission): Promise<boolean> {
  return browser.permissions.request({ permissions: [name] });
}

/** Takes back the choices that need the permissions, which are gone. */
export async function forgetChoices(permissions: readonly string[]): Promise<void> {
  const isGone = (name: OptionalPermission) => permissions.includes(name);
  const change = {
    ...(isGone('power') ? { keepComputerAwake: false } : {}),
    ...(isGone('notifications') ? { notifyWhenDone: false } : {}),
  };
  if (Object.keys(change).length > 0) await writeSettings(change);
}
