import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { hasFew } from './tests/support/fault-numbers.ts';
import { patienceMs } from './tests/support/patience.ts';

/** Unit, property and structure tests; the end-to-end tests have a configuration of their own in `tests/e2e/`. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'tests/e2e/**', 'tests/browser/**'],
    environment: 'node',
    setupFiles: hasFew ? ['tests/support/few-cases.ts'] : [],
    // No file leaves anything behind that another would meet, and a thread of its own for each costs half a second.
    isolate: false,
    unstubGlobals: true,
    // The tours wait for their browser half of the time.
    maxWorkers: Math.max(2, availableParallelism()),
    // Tests wait for events; these only bound how long one may take on a machine that is busy with other things.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: patienceMs } },
  },
});
