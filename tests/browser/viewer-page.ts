import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import preact from '@preact/preset-vite';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium, makeScratchFolder } from '../support/chromium.ts';

/** The viewer in a real browser, over a library in memory, under the policy the extension's page has. */
export interface ViewerBrowser {
  context: BrowserContext;
  /** Opens the page: `?mails=60&language=ko#/settings`. */
  open(wish?: string): Promise<Page>;
  /** Everything that reached the network besides the page's own files. */
  strangers: string[];
  close(): Promise<void>;
}

const root = join(import.meta.dirname, 'viewer-page');
const contentTypes: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Builds the page into a scratch folder, serves it on loopback, and starts a browser where every name leads there. */
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
        // A browser asks by itself for the icon of a tab.
        if (path !== '/favicon.ico') strangers.push(`${request.headers.host ?? ''}${path}`);
        response.writeHead(404).end();
        return;
      }
      const file = await readFile(join(folder, name));
      response.setHeader('content-type', contentTypes[name.split('.').at(-1) ?? ''] ?? 'text/plain');
      response.end(file);
    })().catch(() => response.writeHead(404).end());
  });
  // The browser's own calls over TLS end here too.
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { context } = await launchChromium({ servicePort: port });
  return {
    context,
    strangers,
    async open(wish = '') {
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/viewer/${wish}`);
      return page;
    },
    async close() {
      await context.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The policy that ships. */
async function readPolicy(): Promise<string> {
  const page = await readFile(join(import.meta.dirname, '../../entrypoints/viewer/index.html'), 'utf8');
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1];
  if (policy === undefined) throw new Error('entrypoints/viewer/index.html has no Content-Security-Policy.');
  return policy;
}
