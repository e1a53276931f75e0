import { prepareAndRun } from './prepare.mjs';

prepareAndRun('tests/run/check-everything.ts', process.argv.slice(2));
