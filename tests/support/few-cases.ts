import fc from 'fast-check';
import { cases } from './fault-numbers.ts';

// Runs before the tests of `npm run check`: properties that set no number of cases try few, too.
fc.configureGlobal({ numRuns: cases(100) });
