import { prepareAndRun } from './prepare.mjs';

prepareAndRun('looks', 'tests/run/update-looks.ts', process.argv.slice(2));
