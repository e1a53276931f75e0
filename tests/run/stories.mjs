import { prepareAndRun } from './prepare.mjs';

const [browser, ...args] = process.argv.slice(2);
process.env['MAIL_ARK_BROWSER'] = browser;
prepareAndRun('test', 'node_modules/vitest/vitest.mjs', [
  'run',
  '--config',
  'tests/e2e/vitest.config.ts',
  ...args,
]);
