import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { ClientPage, ClientPages } from '../../backup/session-keeper.ts';
import type { HttpRequest, Place } from '../../backup/ports.ts';
import { MailArkError } from '../../errors.ts';
import type { Source } from '../../sources/source.ts';
import { listClientTabs } from './client-tabs.ts';

const pagePatienceMs = 20_000;

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
