import { amounts } from '../support/fault-numbers.ts';
import { leftOut } from './left-out.ts';

/** What only `npm run test:faults` does, and what it does more of, a line each. */
export function listOnlyInFaults(): string[] {
  const tests = leftOut.filter(({ unless }) => unless.includes('many'));
  return [
    'Only npm run test:faults has:',
    ...tests.map(({ file, test }) => `  ${test} (${file})`),
    'Tried by npm test, and by npm run test:faults:',
    ...Object.values(amounts).map(
      ({ what, sample, all }) => `  ${number(sample).padStart(6)} ${number(all).padStart(7)}  ${what}`,
    ),
  ];
}

function number(count: number): string {
  return Number.isFinite(count) ? count.toLocaleString('en') : 'all';
}
