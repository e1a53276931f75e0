import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { createLogger } from 'vite';
import { defineConfig } from 'wxt';
import { sources } from './lib/sources/registry.ts';
import { allowDevelopmentServer, openPageToDevelopmentServer } from './tests/run/development-policy.ts';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The public key that fixes the extension's id in Chromium, and the id for Firefox: the mails live under them, so neither
 * may ever change. No private key is kept: stores sign with their own, and an unpacked folder is not signed.
 */
const chromiumKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtDxMSwveCq8IeY5PodrY7o3pTR2oWsHl4bjJXAJ7g/f5RK29QY2uzN1bd2OhmWf/' +
  'fwkSkZ7R32nEtPV4hdW4fCtco4hJRlL0Q65YoCRBCY8ZHn63rLB/4/VFPjrlseW1LARjYX3ez1cY4y2rwOAylg1ds2Lo8Qv5neMCO4OYgNUF' +
  'upvhDEE6/Au7RVRn6TsfztruQEoO9+5jln2hplvPLEFtG3+i7/z+aRe50MUqHu3u37fQAvNjSv+8d4OfNKVQ88H8BpqZ+ICjX5UgdDV31ZPW' +
  'MpAlPsblnObiBhSAW/T2+Houn5R6L3k41416rHILwIDc8zeAMIJcxAGQVw6p9wIDAQAB';
const firefoxId = 'mail-ark@mail-ark.example';

/** Binds the background too, which has to reach the services; the pages carry stricter ones of their own. */
const extensionPagesCsp = (browser: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    'media-src blob:',
    "connect-src 'self' https:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    // Firefox holds `frame-ancestors` against the viewer's own frames too, which inherit the policy, so that every mail is
    // empty; `'self'` does not match there either. It lets no web page frame a page of ours anyway, since none is web
    // accessible.
    ...(browser === 'firefox' ? [] : ["frame-ancestors 'none'"]),
  ].join('; ');

/** Lets the development server into the pages' own policies. */
const developmentPages = {
  name: 'mail-ark:development-pages',
  apply: 'serve' as const,
  transformIndexHtml: { order: 'pre' as const, handler: openPageToDevelopmentServer },
};

/** Vite's logger without its warning of the catalogues, which lie in `public/` because the browser reads them there too. */
const quietLogger = createLogger('warn');
const warn = quietLogger.warn;
quietLogger.warn = (message, options) => {
  if (!message.includes('/_locales/')) warn(message, options);
};

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({
    customLogger: quietLogger,
    plugins: [preact(), developmentPages],
    resolve: {
      alias: [
        // JSZip's own bundle brings a copy of setimmediate with `new Function`, which extension linters refuse.
        { find: /^jszip$/, replacement: fromHere('node_modules/jszip/lib/index.js') },
        { find: /^setimmediate$/, replacement: fromHere('lib/browser/export/jszip/set-immediate.ts') },
        // Node streams are JSZip's other environment; in a browser it never asks for one.
        { find: /^readable-stream$/, replacement: fromHere('lib/browser/export/jszip/no-node-streams.ts') },
      ],
    },
  }),
  hooks: {
    // The archive's viewer holds every component: were it watched, each change would reload the extension, which closes its
    // pages. It is built when the server starts.
    'build:done': ({ config }, { steps }) => {
      if (config.command !== 'serve') return;
      for (const step of steps)
        if (!Array.isArray(step.entrypoints) && step.entrypoints.name === 'archive-viewer') step.chunks = [];
    },
  },
  manifest: ({ browser, command }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    icons: Object.fromEntries([16, 32, 48, 96, 128].map((size) => [size, `icon/${size}.png`])),
    action: { default_title: '__MSG_extName__' },
    permissions: [
      'storage',
      'unlimitedStorage',
      'alarms',
      'webRequest',
      'scripting',
      'downloads',
      'activeTab',
      'contextMenus',
      ...(browser === 'firefox' ? [] : ['offscreen']),
    ],
    // Each behind a setting of its own; Firefox has no `power`.
    optional_permissions: browser === 'firefox' ? ['notifications'] : ['notifications', 'power'],
    optional_host_permissions: [...new Set(sources.flatMap((source) => source.hosts))],
    incognito: 'not_allowed',
    commands: {
      'start-backup': {
        suggested_key: { default: 'Alt+Shift+B' },
        description: '__MSG_commandStartBackup__',
      },
    },
    content_security_policy: {
      extension_pages:
        command === 'serve' ? allowDevelopmentServer(extensionPagesCsp(browser)) : extensionPagesCsp(browser),
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: firefoxId,
              strict_min_version: '153.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { key: chromiumKey, minimum_chrome_version: '148' }),
  }),
});
