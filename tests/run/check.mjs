import { prepareAndRun } from './prepare.mjs';

prepareAndRun('check', 'tests/run/check-quickly.ts', process.argv.slice(2));
