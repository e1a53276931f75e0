import { browser } from 'wxt/browser';
import type { OptionalPermission } from '../../messages.ts';

/** Those this browser's manifest offers: Firefox cannot keep a computer awake. */
export function listOptionalPermissions(): OptionalPermission[] {
  const offered: readonly string[] = browser.runtime.getManifest().optional_permissions ?? [];
  return (['power', 'notifications'] as const).filter((name) => offered.includes(name));
}

/** Asks the browser; to be called inside a click. */
export function requestPermission(name: OptionalPermission): Promise<boolean> {
  return browser.permissions.request({ permissions: [name] });
}
