import { errorCodeOf, LongWaitError, type ErrorCode } from '../errors.ts';
import type { RestReason } from './run.ts';

/** What is known when a run cannot go on. */
export interface RunFailureState {
  /** Milliseconds since 1970. */
  now: number;
  /** Failures that only time ends, since the run last made progress. */
  failures: number;
}

/** What becomes of the run. */
export type RunOutcome =
  /** It rests: until `untilMs`, milliseconds since 1970, or else until news ends the reason. */
  | { step: 'rest'; reason: RestReason; untilMs?: number }
  /** It has failed: only the user starts another one. */
  | { step: 'fail'; code: ErrorCode };

/** What becomes of the run, and what is known from then on. */
export interface AfterRunFailure {
  outcome: RunOutcome;
  failures: number;
}

const firstRetryMs = 30_000;
const longestRetryMs = 10 * 60_000;

/** Rests that news ends: a sign-in, a permission, the network. */
const restsUntilNews: Partial<Record<ErrorCode, RestReason>> = {
  'signed-out': 'signed-out',
  'account-changed': 'account-changed',
  'permission-missing': 'permission-missing',
  offline: 'offline',
};

/** Rests that no news ends: the run is tried again, later each time. */
const restsForAWhile: Partial<Record<ErrorCode, RestReason>> = {
  'rate-limited': 'asked-to-wait',
  'server-unavailable': 'unreachable',
  'network-failed': 'unreachable',
  'timed-out': 'unreachable',
  'storage-full': 'storage-full',
};

/** The rules for a run that cannot go on: it rests, for what and until when, or has failed. */
export function afterRunFailure(error: unknown, { now, failures }: RunFailureState): AfterRunFailure {
  if (error instanceof LongWaitError)
    return { outcome: { step: 'rest', reason: 'asked-to-wait', untilMs: error.untilMs }, failures };
  const code = errorCodeOf(error);
  const untilNews = restsUntilNews[code];
  if (untilNews) return { outcome: { step: 'rest', reason: untilNews }, failures };
  const forAWhile = restsForAWhile[code];
  if (!forAWhile) return { outcome: { step: 'fail', code }, failures };
  const untilMs = now + Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
  return { outcome: { step: 'rest', reason: forAWhile, untilMs }, failures: failures + 1 };
}
