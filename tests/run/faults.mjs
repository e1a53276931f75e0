import { prepareAndRun } from './prepare.mjs';

const args = process.argv.slice(2);
prepareAndRun(args.includes('--list') ? 'list' : 'faults', 'tests/run/check-faults.ts', args);
