import { prepareAndRun } from './prepare.mjs';

prepareAndRun('demo', 'tests/demo/demo.ts', process.argv.slice(2));
