import { describe, it } from 'vitest';
import type { Clause, SourceCase } from './source/case.ts';
import { declaredClauses } from './source/declared-clauses.ts';
import { failureClauses } from './source/failure-clauses.ts';
import { feedClauses } from './source/feed-clauses.ts';
import { mailClauses } from './source/mail-clauses.ts';
import { requestClauses } from './source/request-clauses.ts';
import { sessionClauses } from './source/session-clauses.ts';

/** The contract of `Source`: what each subject is held to. */
export const sourceContract: readonly { about: string; clauses: Clause[] }[] = [
  { about: 'what it declares', clauses: declaredClauses },
  { about: 'its session', clauses: sessionClauses },
  { about: 'its requests', clauses: requestClauses },
  { about: 'its feeds', clauses: feedClauses },
  { about: 'its mails', clauses: mailClauses },
  { about: 'its failures', clauses: failureClauses },
];

/** Holds a source to the contract: call it once for each. `aCase` makes a fresh case, because a check may change its service. */
export function describeSource(name: string, aCase: () => SourceCase): void {
  describe(`${name} as a source`, () => {
    for (const { about, clauses } of sourceContract)
      describe(about, () => {
        for (const clause of clauses) it(clause.name, () => clause.check(aCase()));
      });
  });
}
