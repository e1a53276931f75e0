import { prepareAndRun } from './prepare.mjs';

prepareAndRun('test', 'tests/run/check-everything.ts', process.argv.slice(2));
