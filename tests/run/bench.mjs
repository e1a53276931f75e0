import { prepareAndRun } from './prepare.mjs';

prepareAndRun('bench', 'tests/bench/bench.ts', process.argv.slice(2));
