import fc from 'fast-check';
import { expect } from 'vitest';
import { errorCodes } from '../../../lib/errors.ts';
import type { Expectation } from '../../../lib/sources/source.ts';
import type { Clause } from './case.ts';

/** How a source names failures of whole answers. */
export const failureClauses: Clause[] = [
  {
    name: 'are named after what they are',
    check({ source, problems }) {
      for (const { status, expect: expected, body, is } of problems) {
        const found = source.findProblem(status, expected, body);
        expect(found, `${status} as ${expected} is taken for something else: ${body.slice(0, 60)}`).toBe(is);
      }
    },
  },
  {
    name: 'have known names, whatever was answered',
    check({ source }) {
      const status = fc.integer({ min: 100, max: 599 });
      const expectation = fc.constantFrom<Expectation>('json', 'html', 'media');
      fc.assert(
        fc.property(status, expectation, fc.string(), (code, expected, body) => {
          const problem = source.findProblem(code, expected, body);
          if (problem !== undefined) expect(errorCodes, 'a failure has no known name').toContain(problem);
        }),
      );
    },
  },
];
