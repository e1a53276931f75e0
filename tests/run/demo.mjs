import { prepareAndRun } from './prepare.mjs';

prepareAndRun('tests/demo/demo.ts', process.argv.slice(2));
