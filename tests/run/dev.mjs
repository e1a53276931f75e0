import { prepareAndRun } from './prepare.mjs';
import { wantsFirefox } from './wants-firefox.mjs';

const args = process.argv.slice(2);
prepareAndRun(wantsFirefox(args) ? 'dev in Firefox' : 'dev', 'tests/run/develop.ts', args);
