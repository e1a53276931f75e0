import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One file at a time; a file may run a few browsers side by side, for most of their time is waiting. Limits are generous. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/e2e/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    maxConcurrency: 3,
    testTimeout: 300_000,
    hookTimeout: 180_000,
  },
});
