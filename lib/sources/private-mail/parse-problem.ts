import * as v from 'valibot';
import { BadAnswerError, SignedOutError, type MailArkError } from '../../errors.ts';
import { parsedJson } from '../parsed-json.ts';
import type { AnswerProblem, Expectation } from '../source.ts';
import { failure } from './wire.ts';

const problemsByName = new Map<string, AnswerProblem>([
  ['AccessTokenError', 'signed-out'],
  ['AuthorizationError', 'signed-out'],
  ['ValueError', 'forbidden'],
  ['MailError', 'not-found'],
  ['InternalServerError', 'server-unavailable'],
]);

const problemsByStatus = new Map<number, AnswerProblem>([
  [401, 'signed-out'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'not-found'],
  [426, 'client-too-old'],
]);

/** What an answer's `error` object says, whatever the status; undefined when it has none. */
export function toProblem(status: number, body: unknown): AnswerProblem | undefined {
  const result = v.safeParse(failure, body);
  if (!result.success) return undefined;
  const { name, code } = result.output.error.data;
  if (status === 426 || code === 426) return 'client-too-old';
  const known = problemsByName.get(name) ?? problemsByStatus.get(code) ?? problemsByStatus.get(status);
  if (known) return known;
  return code >= 500 || status >= 500 ? 'server-unavailable' : 'error-page';
}

/** The error to throw for a problem. */
export function toError(problem: AnswerProblem, status: number): MailArkError {
  if (problem === 'signed-out') return new SignedOutError();
  return new BadAnswerError(problem, status, `The service answered with a failure: ${problem}.`);
}

/**
 * What is wrong with an answer, by its body or else by its status. Undefined for a good one, and for failures that
 * say nothing but their status (429, 5xx), which the fetcher knows better.
 */
export function findProblem(status: number, expect: Expectation, body: string): AnswerProblem | undefined {
  // Pictures go without the account's headers, so a refusal says nothing about the session.
  if (expect === 'media') return status === 401 ? 'forbidden' : problemsByStatus.get(status);
  const inBody =
    /^\s*\{/.test(body) && body.includes('"error"') ? toProblem(status, parsedJson(body)) : undefined;
  if (inBody) return inBody;
  const byStatus = problemsByStatus.get(status);
  if (byStatus) return byStatus;
  if (status < 200 || status > 299 || body.trim() === '') return undefined;
  const isPage = /^\s*</.test(body);
  if (expect === 'json' ? !isPage : hasMailDetail(body)) return undefined;
  return isPage && /<input\b[^<>]{0,512}\btype\s*=\s*["']?password/i.test(body) ? 'signed-out' : 'error-page';
}

/** A quick look; the page itself is read when it is parsed. */
function hasMailDetail(page: string): boolean {
  return /\bid\s*=\s*["']?mail-detail\b/i.test(page);
}
