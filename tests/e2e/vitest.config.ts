import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { browserNames, browserUnderTest } from '../support/extension-browser.ts';
import { patienceMs } from '../support/patience.ts';

const others = browserNames.filter((name) => name !== browserUnderTest());

/**
 * The end-to-end tests, in the browser that `MAIL_ARK_BROWSER` names. A file with a browser's name in its own runs in
 * that one only; `one-browser.test.ts` has the list. Two files run side by side, with two browsers each at most: half
 * of their time is waiting. Limits are generous.
 */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/{e2e,browser}/**/*.test.ts'],
    exclude: others.map((name) => `tests/**/*.${name}.test.ts`),
    environment: 'node',
    maxWorkers: 2,
    // The service's pictures are drawn once for all files, not once for each.
    isolate: false,
    // The background's requests are counted at the service, which misses none; watching them here too slows it down.
    env: { PLAYWRIGHT_DISABLE_SERVICE_WORKER_NETWORK: '1' },
    maxConcurrency: 2,
    testTimeout: 300_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: patienceMs } },
  },
});
