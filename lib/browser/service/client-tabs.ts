import { browser } from 'wxt/browser';
import type { Place } from '../../backup/ports.ts';
import { sources } from '../../sources/registry.ts';
import type { Source } from '../../sources/source.ts';

const originPattern = (source: Source) => `${new URL(source.webClientUrl).origin}/*`;

/** Whether an address is one of the source's web client. */
export const isClientAddress = (source: Source, url: string | undefined) =>
  url !== undefined && URL.canParse(url) && new URL(url).origin === new URL(source.webClientUrl).origin;

/** The source whose web client lives at this address. */
export function findSourceOfPage(url: string | undefined): Source | undefined {
  return sources.find((source) => isClientAddress(source, url));
}

/** A tab that shows a web client. */
export interface ClientTab {
  id: number;
  place: Place;
}

/**
 * The container of a tab or request. Firefox names it without the permissions `cookies` and `contextualIdentities`, seen
 * with 153; Chromium knows none.
 */
export function placeOf(shown: object): Place {
  const { cookieStoreId } = shown as { cookieStoreId?: string };
  return cookieStoreId === undefined || cookieStoreId === 'firefox-default' ? '' : cookieStoreId;
}

/** Tabs that show the source's web client. Empty without host permission, unless the user just clicked there. */
export async function listClientTabs(source: Source): Promise<ClientTab[]> {
  const byPattern = await browser.tabs.query({ url: originPattern(source) });
  const active = await browser.tabs.query({ active: true });
  const shown = [...byPattern, ...active.filter((tab) => isClientAddress(source, tab.url))];
  return shown.flatMap((tab) => (tab.id === undefined ? [] : [{ id: tab.id, place: placeOf(tab) }]));
}

/**
 * Brings the web client to the front, in the given place if it is open there; a tab already open is reloaded, so that its
 * calls can be seen.
 */
export async function openWebClient(source: Source, place?: Place): Promise<void> {
  const tabs = await listClientTabs(source);
  const tabId = (place === undefined ? tabs[0] : tabs.find((tab) => tab.place === place))?.id;
  if (tabId === undefined) {
    await browser.tabs.create({ url: source.webClientUrl });
    return;
  }
  const tab = await browser.tabs.update(tabId, { active: true });
  if (tab?.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
  await browser.tabs.reload(tabId);
}
