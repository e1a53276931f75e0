import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clientPages } from '../../../../lib/browser/service/client-pages.ts';
import { openWebClient } from '../../../../lib/browser/service/client-tabs.ts';
import { createTransport } from '../../../../lib/browser/service/transport.ts';
import { watchApiCalls } from '../../../../lib/browser/service/watch-api-calls.ts';
import { findSource } from '../../../../lib/sources/registry.ts';
import type { Source } from '../../../../lib/sources/source.ts';

interface Tab {
  id: number;
  url: string;
  /** As Firefox names it; absent in Chromium. */
  cookieStoreId?: string;
}

const world = vi.hoisted(() => ({
  tabs: [] as Tab[],
  /** The tabs in which something ran. */
  ranIn: [] as number[],
  opened: [] as string[],
  listener(_details: object): void {},
  /** How the listeners want to be called, by the origin they watch. */
  watched: {} as Record<string, string[]>,
}));

vi.mock('wxt/browser', () => ({
  browser: {
    tabs: {
      query: ({ url }: { url?: string }) => Promise.resolve(url === undefined ? [] : world.tabs),
      update: (id: number) => Promise.resolve(void world.opened.push(`tab ${id}`)),
      reload: () => Promise.resolve(),
      create: ({ url }: { url: string }) => Promise.resolve(void world.opened.push(url)),
    },
    scripting: {
      executeScript({ target, args }: { target: { tabId: number }; args: unknown[] }) {
        world.ranIn.push(target.tabId);
        const isCall = args.length > 1;
        const result = isCall
          ? { status: 200, headers: {}, text: `{"tab":${target.tabId}}` }
          : { storage: { 'pm-user-id': `user${target.tabId}` }, language: 'ja' };
        return Promise.resolve([{ result }]);
      },
    },
    webRequest: {
      OnSendHeadersOptions: { EXTRA_HEADERS: 'extraHeaders' },
      onSendHeaders: {
        addListener(listener: typeof world.listener, { urls }: { urls: string[] }, options: string[]) {
          world.listener = listener;
          for (const each of urls) world.watched[each] = options;
        },
      },
    },
  },
}));

const izone = findSource('izone') as Source;
const url = izone.webClientUrl;
const owner = { service: 'izone', account: 'a1' };
const request = { url, method: 'GET', headers: {}, via: 'page', owner } as const;
const { signal } = new AbortController();

beforeEach(() => {
  world.tabs = [
    { id: 1, url, cookieStoreId: 'firefox-default' },
    { id: 2, url, cookieStoreId: 'firefox-container-2' },
  ];
  world.ranIn = [];
  world.opened = [];
});

describe('the pages of a web client in several containers', () => {
  it('say which container they are in, and the document’s language', async () => {
    expect(await clientPages.read(izone)).toEqual([
      { place: '', storage: { 'pm-user-id': 'user1' }, language: 'ja' },
      { place: 'firefox-container-2', storage: { 'pm-user-id': 'user2' }, language: 'ja' },
    ]);
  });

  it('are one place in a browser without containers', async () => {
    world.tabs = [
      { id: 1, url },
      { id: 2, url },
    ];
    expect((await clientPages.read(izone)).map(({ place }) => place)).toEqual(['', '']);
  });

  it('make a call only in the container that shows its account', async () => {
    const transport = createTransport(() => Promise.resolve('firefox-container-2'));
    const answer = await transport.send(request, signal);
    expect(new TextDecoder().decode(answer.body)).toBe('{"tab":2}');
    expect(world.ranIn).toEqual([2]);
  });

  it('make no call where the account is shown by none of them', async () => {
    const nowhere = createTransport(() => Promise.resolve(undefined));
    await expect(nowhere.send(request, signal)).rejects.toMatchObject({ code: 'signed-out' });
    const closed = createTransport(() => Promise.resolve('firefox-container-7'));
    await expect(closed.send(request, signal)).rejects.toMatchObject({ code: 'signed-out' });
    expect(world.ranIn).toEqual([]);
  });

  it('renew a session only in the container that is asked for', async () => {
    const renewal = { url, method: 'POST', auth: 'cookie', via: 'page' } as const;
    const spec = { ...renewal, lane: 'session', expect: 'json' } as const;
    expect(await clientPages.call(izone, 'firefox-container-2', spec)).toBe('{"tab":2}');
    expect(await clientPages.call(izone, 'firefox-container-7', spec)).toBeUndefined();
    expect(world.ranIn).toEqual([2]);
  });

  it('come to the front in the container of the mailbox', async () => {
    await openWebClient(izone, 'firefox-container-2');
    await openWebClient(izone);
    await openWebClient(izone, 'firefox-container-7');
    expect(world.opened).toEqual(['tab 2', 'tab 1', url]);
  });

  it('are watched for hidden headers only where a source reads one', () => {
    const observing = (origin: string, ...headerNames: string[]): Source => ({
      ...izone,
      sessionWays: { observe: { apiOrigins: [origin], headerNames } },
    });
    const bearer = observing('https://api.bearer.test', 'x-app-id', 'authorization');
    watchApiCalls(() => undefined, [izone, bearer, observing('https://api.plain.test', 'x-token')]);
    expect(world.watched).toEqual({
      'https://app-api.izone-mail.com/*': ['requestHeaders'],
      'https://api.bearer.test/*': ['requestHeaders', 'extraHeaders'],
      'https://api.plain.test/*': ['requestHeaders'],
    });
  });

  it('are distinguished by their observed calls', () => {
    const seen: [string, string][] = [];
    watchApiCalls((_service, headers, place) => seen.push([headers['user-id'] ?? '', place]), [izone]);
    const call = { tabId: 2, frameId: 0, originUrl: url };
    const requestHeaders = [{ name: 'User-Id', value: 'u2' }];
    world.listener({ ...call, requestHeaders, cookieStoreId: 'firefox-container-2' });
    world.listener({ ...call, requestHeaders, tabId: -1 });
    expect(seen).toEqual([['u2', 'firefox-container-2']]);
  });
});
