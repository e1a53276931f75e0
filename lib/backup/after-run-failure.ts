import { errorCodeOf, LongWaitError, TroubledKindError, type ErrorCode, type GivenKind } from '../errors.ts';
import type { RestReason, Rests } from './run.ts';

/** What is known when a run cannot go on. */
export interface RunFailureState {
  /** Milliseconds since 1970. */
  now: number;
  /** Failures that only time ends, since the run last made progress. */
  failures: number;
  /** `Run.rests`. */
  rests?: Rests | undefined;
}

/** What becomes of the run. */
export type RunOutcome =
  /** It rests: until `untilMs`, milliseconds since 1970, or else until news ends the reason. */
  | { step: 'rest'; reason: RestReason; untilMs?: number }
  /** It is done as far as the service goes along: what it refuses waits for the next run. */
  | { step: 'leave' }
  /** It has failed: only the user starts another one. */
  | { step: 'fail'; code: ErrorCode };

/** What becomes of the run, and what is known from then on. */
export interface AfterRunFailure {
  outcome: RunOutcome;
  failures: number;
  rests?: Rests | undefined;
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

/** Rests while the service refuses everything of a kind. */
const restsOverKind: Record<GivenKind, RestReason> = {
  list: 'list-troubled',
  mails: 'mails-troubled',
  files: 'files-troubled',
};
/** So many rests in a row over one kind; then the run ends without it. */
export const mostRestsOverKind = 3;

/** The rules for a run that cannot go on: it rests, for what and until when, is done, or has failed. */
export function afterRunFailure(error: unknown, state: RunFailureState): AfterRunFailure {
  const { now, failures, rests } = state;
  if (error instanceof TroubledKindError) return afterTrouble(error, state);
  if (error instanceof LongWaitError)
    return { outcome: { step: 'rest', reason: 'asked-to-wait', untilMs: error.untilMs }, failures, rests };
  const code = errorCodeOf(error);
  const untilNews = restsUntilNews[code];
  if (untilNews) return { outcome: { step: 'rest', reason: untilNews }, failures, rests };
  const forAWhile = restsForAWhile[code];
  if (!forAWhile) return { outcome: { step: 'fail', code }, failures, rests };
  const untilMs = now + restMs(failures);
  return { outcome: { step: 'rest', reason: forAWhile, untilMs }, failures: failures + 1, rests };
}

const restMs = (failures: number): number => Math.min(longestRetryMs, firstRetryMs * 2 ** failures);

/** Only rests since something of the kind was served count. Without its list, and where words are forbidden, a run has failed. */
function afterTrouble({ kind, code, wasServed }: TroubledKindError, state: RunFailureState): AfterRunFailure {
  const { now, failures } = state;
  const before = wasServed ? 0 : (state.rests?.[kind] ?? 0);
  const rests = { ...state.rests, [kind]: before + 1 };
  if (before < mostRestsOverKind) {
    const untilMs = now + restMs(before);
    return { outcome: { step: 'rest', reason: restsOverKind[kind], untilMs }, failures, rests };
  }
  const isFailed = kind === 'list' || (kind === 'mails' && code === 'forbidden');
  return { outcome: isFailed ? { step: 'fail', code } : { step: 'leave' }, failures, rests };
}
