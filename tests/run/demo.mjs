import { prepareAndRun } from './prepare.mjs';
import { wantsFirefox } from './wants-firefox.mjs';

const args = process.argv.slice(2);
prepareAndRun(wantsFirefox(args) ? 'demo in Firefox' : 'demo', 'tests/demo/demo.ts', args);
