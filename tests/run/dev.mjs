import { prepareAndRun } from './prepare.mjs';
import { wantsFirefox } from './wants-firefox.mjs';

const args = process.argv.slice(2);
const script = args.includes('--demo') ? 'tests/demo/develop-with-service.ts' : 'tests/run/develop.ts';
prepareAndRun(
  wantsFirefox(args) ? 'dev in Firefox' : 'dev',
  script,
  args.filter((arg) => arg !== '--demo'),
);
