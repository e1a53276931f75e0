import { expect } from 'vitest';
import { imageHost } from '../service/hosts.ts';
import type { Service } from '../service/service.ts';
import type { ExtensionBrowser } from './extension.ts';
import { readStoredContent, type StoredContent } from './stored-content.ts';

/** Reads the stored content. */
export async function takeStoredContent(browser: ExtensionBrowser): Promise<StoredContent> {
  return readStoredContent(await browser.quietPage());
}

/** The SHA-256 of every picture and portrait of an account, by asset key. */
export function expectedAssets(service: Service, account = 0): Record<string, string> {
  const assets: Record<string, string> = {};
  for (const { pictures, portrait } of service.expected(account).mails())
    for (const { path, sha256 } of [...pictures, portrait]) assets[`${imageHost}${path}`] = sha256();
  return assets;
}

/** Asserts that the store holds exactly what the service served to the first account, byte for byte. */
export async function expectEverythingStored(
  browser: ExtensionBrowser,
  service: Service,
): Promise<StoredContent> {
  const content = await takeStoredContent(browser);
  expect(content.broken).toEqual([]);
  expect(content.problems).toEqual([]);
  expect(content.missing).toEqual({});
  expect(Object.keys(content.mails).toSorted()).toEqual(service.expected().ids.toSorted());
  expect(content.assets).toEqual(expectedAssets(service));
  expect(content.accounts).toHaveLength(1);
  return content;
}
