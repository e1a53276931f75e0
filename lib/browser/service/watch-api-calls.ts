import { browser } from 'wxt/browser';
import type { Place } from '../../backup/ports.ts';
import type { SourceId } from '../../mail/mail.ts';
import { sources } from '../../sources/registry.ts';
import type { Source } from '../../sources/source.ts';
import { isClientAddress, placeOf } from './client-tabs.ts';

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
        if (details.tabId < 0 || details.frameId !== 0 || !isClientAddress(source, origin)) return;
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
