import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { ClientPage, ClientPages } from '../../backup/session-keeper.ts';
import type { HttpRequest, Place } from '../../backup/ports.ts';
import { MailArkError } from '../../errors.ts';
import type { SourceId } from '../../mail/mail.ts';
import { sources } from '../../sources/registry.ts';
import type { Source } from '../../sources/source.ts';

const pagePatienceMs = 20_000;

const originPattern = (source: Source) => `${new URL(source.webClientUrl).origin}/*`;

const isOf = (source: Source, url: string | undefined) =>
  url !== undefined && URL.canParse(url) && new URL(url).origin === new URL(source.webClientUrl).origin;

/** The source whose web client lives at this address. */
export function findSourceOfPage(url: string | undefined): Source | undefined {
  return sources.find((source) => isOf(source, url));
}

/**
 * Calls back with the headers of the web clients' own API calls. A call is believed only from a top-level page at the
 * client's origin: our own requests come back to this listener too, with tab −1, and a stranger's page must not plant
 * a session.
 */
export function watchApiCalls(
  callback: (service: SourceId, headers: Record<string, string>, place: Place) => void,
  watched: readonly Source[] = sources,
): void {
  for (const source of watched) {
    const { observe } = source.sessionWays;
    if (!observe) continue;
    browser.webRequest.onSendHeaders.addListener(
      (details) => {
        const origin = (details as { originUrl?: string }).originUrl ?? details.initiator;
        if (details.tabId < 0 || details.frameId !== 0 || !isOf(source, origin)) return;
        const headers = Object.fromEntries(
          (details.requestHeaders ?? [])
            .map(({ name, value }) => [name.toLowerCase(), value ?? ''] as const)
            .filter(([name]) => observe.headerNames.includes(name)),
        );
        callback(source.service.id, headers, placeOf(details));
      },
      { urls: observe.apiOrigins.map((apiOrigin) => `${apiOrigin}/*`) },
      listenerOptions(observe.headerNames) as Parameters<
        typeof browser.webRequest.onSendHeaders.addListener
      >[2],
    );
  }
}

/** Headers that Chromium shows only to a listener that asks for extra ones. */
const hiddenHeaders = new Set([
  'accept-encoding',
  'accept-language',
  'authorization',
  'cookie',
  'origin',
  'referer',
]);

/**
 * Chromium warns that extra headers slow requests down, so they are asked for only where a source reads one. Firefox shows
 * every header and does not know the word.
 */
function listenerOptions(headerNames: readonly string[]): string[] {
  const { OnSendHeadersOptions: known } = browser.webRequest as {
    OnSendHeadersOptions?: Record<string, string>;
  };
  const isHidden =
    known?.['EXTRA_HEADERS'] !== undefined && headerNames.some((name) => hiddenHeaders.has(name));
  return isHidden ? ['requestHeaders', 'extraHeaders'] : ['requestHeaders'];
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
function placeOf(shown: object): Place {
  const { cookieStoreId } = shown as { cookieStoreId?: string };
  return cookieStoreId === undefined || cookieStoreId === 'firefox-default' ? '' : cookieStoreId;
}

/** Tabs that show the source's web client. Empty without host permission, unless the user just clicked there. */
export async function listClientTabs(source: Source): Promise<ClientTab[]> {
  const byPattern = await browser.tabs.query({ url: originPattern(source) });
  const active = await browser.tabs.query({ active: true });
  const shown = [...byPattern, ...active.filter((tab) => isOf(source, tab.url))];
  return shown.flatMap((tab) => (tab.id === undefined ? [] : [{ id: tab.id, place: placeOf(tab) }]));
}

/** What each open tab of the client shows; a tab that cannot be read is left out. */
async function readClientPages(source: Source): Promise<ClientPage[]> {
  const keys = source.sessionWays.storageKeys;
  if (!keys) return [];
  const results = await Promise.all(
    (await listClientTabs(source)).map(async ({ id, place }) => {
      try {
        const [frame] = await browser.scripting.executeScript({
          target: { tabId: id },
          func: readPageState,
          args: [keys],
        });
        return [{ place, ...v.parse(pageState, frame?.result) }];
      } catch {
        return []; // The tab is showing an error page, or was closed meanwhile.
      }
    }),
  );
  return results.flat();
}

const pageState = v.object({ storage: v.record(v.string(), v.string()), language: v.string() });

/** Runs inside the page: it must not lean on anything outside itself. */
function readPageState(keys: string[]): v.InferOutput<typeof pageState> {
  const storage: Record<string, string> = {};
  for (const key of keys) {
    const value = localStorage.getItem(key);
    if (value !== null) storage[key] = value;
  }
  return { storage, language: document.documentElement.lang };
}

const pageAnswer = v.object({
  status: v.number(),
  headers: v.record(v.string(), v.string()),
  text: v.string(),
});

/**
 * Makes a call inside a page of the service in the given place, with the page's cookies. Rejects with `signed-out` when
 * no page is open there.
 */
export async function callInPage(
  request: Omit<HttpRequest, 'via' | 'owner'>,
  source: Source,
  place: Place,
  timeoutMs: number,
): Promise<v.InferOutput<typeof pageAnswer>> {
  const tabs = await listClientTabs(source);
  const tabId = tabs.find((tab) => tab.place === place)?.id;
  if (tabId === undefined) throw new MailArkError('signed-out', 'The web client is not open.');
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId },
      func: fetchInPage,
      args: [request.url, request.method, request.headers, request.body ?? null, timeoutMs],
    });
    return v.parse(pageAnswer, frame?.result);
  } catch (cause) {
    throw new MailArkError('network-failed', 'The call inside the page failed.', { cause });
  }
}

/** Runs inside the page: it must not lean on anything outside itself. */
async function fetchInPage(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: string | null,
  timeoutMs: number,
): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    method,
    headers,
    body,
    credentials: 'include',
    redirect: 'error',
    signal,
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
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

/** The open pages of a service, as the session keeper asks them. */
export const clientPages: ClientPages = {
  read: readClientPages,
  async call(source, place, spec) {
    try {
      const answer = await callInPage(
        {
          url: spec.url,
          method: spec.method,
          headers: { 'content-type': 'application/json' },
          ...(spec.body === undefined ? {} : { body: JSON.stringify(spec.body) }),
        },
        source,
        place,
        pagePatienceMs,
      );
      return answer.status === 200 ? answer.text : undefined;
    } catch {
      return undefined; // No page is open: the keeper has other ways.
    }
  },
};
