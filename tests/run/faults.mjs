import { prepareAndRun } from './prepare.mjs';

prepareAndRun('faults', 'tests/run/check-faults.ts', process.argv.slice(2));
