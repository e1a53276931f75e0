import { configDefaults, defineConfig } from 'vitest/config';

/** Unit, property and structure tests; the end-to-end tests have a configuration of their own in `tests/e2e/`. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'tests/e2e/**'],
    environment: 'node',
  },
});
