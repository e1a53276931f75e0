import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import preact from '@preact/preset-vite';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { makeScratchFolder } from '../support/chromium.ts';
import { launchBrowser, type PlainBrowser } from '../support/plain-browser.ts';

/** The viewer in a real browser, with a library in memory, under the policy of the extension's page. */
export interface ViewerBrowser {
  context: BrowserContext;
  setTimeZone: PlainBrowser['setTimeZone'];
  printTo: PlainBrowser['printTo'];
  /** Opens the page: `?mails=60&language=ko#/settings`, in a tab that was left if there is one. */
  open(address?: string): Promise<Page>;
  /** Returns a tab for reuse: a new one costs a process. */
  leave(page: Page): Promise<void>;
  /** All requests besides those for the page's own files. */
  strangers: string[];
  close(): Promise<void>;
}

const root = join(import.meta.dirname, 'viewer-page');
const contentTypes: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/**
 * Builds the page into a scratch folder, serves it on loopback, and starts a browser in which every host resolves to
 * it.
 */
export async function startViewerBrowser(): Promise<ViewerBrowser> {
  const folder = await makeScratchFolder('viewer-page');
  const policy = await readPolicy();
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [
      preact(),
      {
        name: 'viewer-policy',
        transformIndexHtml: () => [
          {
            tag: 'meta',
            attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
            injectTo: 'head-prepend',
          },
        ],
      },
    ],
    build: { outDir: folder, minify: false, modulePreload: false },
  });

  const strangers: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '/').replace(/\?.*$/, '');
      const name = path === '/viewer/' ? 'index.html' : path.replace('/viewer/', '');
      if (!path.startsWith('/viewer/') || !/^127\.0\.0\.1:/.test(request.headers.host ?? '')) {
        // A browser requests the icon of a tab by itself.
        if (path !== '/favicon.ico') strangers.push(`${request.headers.host ?? ''}${path}`);
        response.writeHead(404).end();
        return;
      }
      const file = await readFile(join(folder, name));
      response.setHeader('content-type', contentTypes[name.split('.').at(-1) ?? ''] ?? 'text/plain');
      response.end(file);
    })().catch(() => response.writeHead(404).end());
  });
  // The browser's own requests over TLS end here too.
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { context, setTimeZone, printTo, discard } = await launchBrowser(port);
  const left: Page[] = [];
  let visits = 0;
  return {
    context,
    setTimeZone,
    printTo,
    strangers,
    async open(address = '') {
      const page = left.pop() ?? (await context.newPage());
      const url = new URL(address, `http://127.0.0.1:${port}/viewer/`);
      // Another address is another document, even where only the part after `#` differs.
      url.searchParams.set('visit', String(++visits));
      await page.goto(url.href);
      return page;
    },
    async leave(page) {
      page.removeAllListeners();
      await page.emulateMedia({ colorScheme: null, reducedMotion: null, media: null });
      left.push(page);
    },
    async close() {
      await discard();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The policy of the shipped page. */
async function readPolicy(): Promise<string> {
  const page = await readFile(join(import.meta.dirname, '../../entrypoints/viewer/index.html'), 'utf8');
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1];
  if (policy === undefined) throw new Error('entrypoints/viewer/index.html has no Content-Security-Policy.');
  return policy;
}
