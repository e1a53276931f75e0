import { configDefaults, defineConfig } from 'vitest/config';

/** Unit, property and structure tests; the end-to-end tests have a configuration of their own in `tests/e2e/`. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'tests/e2e/**'],
    environment: 'node',
    // No test waits for time to pass; this only bounds a slow machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
