import { describe, expect, it } from 'vitest';
import { sourceContract } from '../../contracts/source-contract.ts';
import type { SourceCase } from '../../contracts/source/case.ts';
import { aMessageCase, anIzoneCase } from '../../support/source-cases.ts';
import { wrongLists } from '../../contracts/wrong-sources/wrong-lists.ts';
import { wrongMails } from '../../contracts/wrong-sources/wrong-mails.ts';
import { wrongRequests } from '../../contracts/wrong-sources/wrong-requests.ts';
import { wrongSessions } from '../../contracts/wrong-sources/wrong-sessions.ts';

const wrongSources = [...wrongRequests, ...wrongLists, ...wrongMails, ...wrongSessions];

/** The clauses that a case breaks, each with its reason. */
async function findBreaches(aCase: () => SourceCase): Promise<Map<string, string>> {
  const breaches = new Map<string, string>();
  for (const { name, check } of sourceContract.flatMap(({ clauses }) => clauses)) {
    try {
      await check(aCase());
    } catch (error) {
      breaches.set(name, reasonOf(error));
    }
  }
  return breaches;
}

/** A property that fails carries the failure as its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

describe('the contract of sources', () => {
  it('finds nothing in right sources', async () => {
    expect(await findBreaches(anIzoneCase)).toEqual(new Map());
    expect(await findBreaches(aMessageCase)).toEqual(new Map());
  });

  it.each(wrongSources)('refuses one that $mistake', async ({ aCase, clause, reason }) => {
    expect((await findBreaches(aCase)).get(clause)).toMatch(reason);
  });

  it('has a clause for each mistake, and no mistake for a clause that is gone', () => {
    const names = sourceContract.flatMap(({ clauses }) => clauses.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    for (const { clause } of wrongSources) expect(names).toContain(clause);
    expect(new Set(wrongSources.map(({ mistake }) => mistake)).size).toBe(wrongSources.length);
  });
});
