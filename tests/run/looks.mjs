import { prepareAndRun } from './prepare.mjs';

prepareAndRun('tests/run/update-looks.ts', process.argv.slice(2));
