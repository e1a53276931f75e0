import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

/** Fixes the extension's id in Chromium: the mails live under it. */
const chromiumKey = '';

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({ plugins: [preact()] }),
  manifest: ({ browser }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    permissions: [
      'storage',
      'unlimitedStorage',
      'alarms',
      'webRequest',
      'scripting',
      'downloads',
      'activeTab',
    ],
    ...(browser === 'firefox' ? {} : { key: chromiumKey }),
  }),
});
