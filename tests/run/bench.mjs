import { prepareAndRun } from './prepare.mjs';

prepareAndRun('tests/bench/bench.ts', process.argv.slice(2));
