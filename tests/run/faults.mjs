import { prepareAndRun } from './prepare.mjs';

prepareAndRun('tests/run/check-faults.ts', process.argv.slice(2));
