import {
  BadAnswerError,
  BrokenRecordError,
  errorCodeOf,
  ForbiddenError,
  LongWaitError,
  MailArkError,
  RateLimitedError,
  SignedOutError,
  type ErrorCode,
} from '../errors.ts';
import type { RequestSpec } from '../sources/source.ts';
import { kindOf, type HostHealth } from './host-health.ts';
import { backoffMs } from './retry-timing.ts';

/** How often one request is tried: while the server is weak, asks to wait, or gives bad answers. */
const mostTries = { weak: 6, limited: 12, bad: 3 };
/** How often a server may ask one request to wait, even if it serves others meanwhile. */
const mostWaits = 100;
/** A host that gave nothing good in so many tries over so long is down, however seldom the pace allows a try. */
const downAfter = { tries: 6, ms: 20_000 };
/** Renewals of the session within one request. */
const mostRenewals = 2;
/** So many 403 answers in a row, to different requests, end the run. */
const mostForbidden = { words: 5, media: 20 };
/** So many redirected details in a row are a sign-out; a single one may be a mail that moved. */
const mostRedirects = 5;

/** The server or the line is weak for the moment. */
const weakCodes: ReadonlySet<ErrorCode> = new Set(['server-unavailable', 'network-failed', 'timed-out']);
/** No other try helps. */
const finalCodes: ReadonlySet<ErrorCode> = new Set(['offline', 'permission-missing']);

/** How one request has fared so far. */
export interface Tries {
  weak: number;
  /** In a row: an answer to another request begins the count anew. */
  limited: number;
  bad: number;
  /** How often the server asked to wait, and `HostHealth.goods` at the last time. */
  waits: number;
  goodsAtWait: number;
  renewals: number;
  /** `HostHealth.goods` when half of the tries had failed. */
  goodsBefore: number;
  /** The first 404 is not believed: a request to a busy host may be answered by a part of it that does not know the file. */
  hasMissed: boolean;
}

/** A request that was not tried yet, to a host of this health. */
export const freshTries = ({ goods }: HostHealth): Tries => ({
  weak: 0,
  limited: 0,
  bad: 0,
  waits: 0,
  goodsAtWait: goods,
  renewals: 0,
  goodsBefore: goods,
  hasMissed: false,
});

/** What is known when a try fails. */
export interface FailureState {
  request: Pick<RequestSpec, 'lane' | 'auth' | 'expect'>;
  tries: Tries;
  host: HostHealth;
  /** `Clock.elapsed`. */
  elapsed: number;
  /** `Clock.random`. */
  random: number;
}

/** What follows a failed try. */
export type NextTry =
  /** Another try after `waitMs`. A `Retry-After` holds the host already and needs no wait of its own. */
  | { step: 'retry'; waitMs: number }
  /** No request to the host for `waitMs`, then another try. */
  | { step: 'hold'; waitMs: number }
  /** Another try with a renewed session. */
  | { step: 'renew' }
  /** Another try if the web client's own calls name another version; the run ends with `error` otherwise. */
  | { step: 'ask-client'; error: MailArkError }
  /** Only this item cannot be had; the run goes on without it. */
  | { step: 'skip'; error: BadAnswerError | BrokenRecordError }
  /** Nothing can be had: the run ends or rests. */
  | { step: 'stop'; error: unknown };

/** What follows, and what is known from then on. */
export interface AfterFailure {
  next: NextTry;
  tries: Tries;
  host: HostHealth;
}

/** The rules for a try that failed: another one, and when, or whose fault it is. */
export function afterFailure(error: unknown, state: FailureState): AfterFailure {
  if (!(error instanceof MailArkError) || error instanceof LongWaitError || finalCodes.has(error.code))
    return follow(state, { step: 'stop', error });
  if (error.code === 'signed-out') return afterSignOut(state);
  if (error instanceof RateLimitedError && (error.status === 429 || error.retryAfterMs !== undefined))
    return afterWait(error, state);
  if (weakCodes.has(error.code)) return afterWeakAnswer(error, state);
  if (error.code === 'client-too-old') return follow(state, { step: 'ask-client', error });
  if (error.code === 'redirected') return afterRedirect(error, state);
  if (error.code === 'not-found') return afterMiss(error, state);
  if (error.code === 'forbidden') return afterForbidden(error, state);
  return afterBadAnswer(error, state);
}

/** Only this one mail or file cannot be had; the run goes on without it. */
export function isItemFailure(error: unknown): error is BadAnswerError | BrokenRecordError {
  return error instanceof BadAnswerError || error instanceof BrokenRecordError;
}

/** Error pages come from services that were asked too fast, seen 2021 with an old tool for IZ*ONE mail. */
export function isOverload(error: unknown): boolean {
  const code = errorCodeOf(error);
  return error instanceof RateLimitedError || weakCodes.has(code) || code === 'error-page';
}

const follow = ({ tries, host }: FailureState, next: NextTry): AfterFailure => ({ next, tries, host });

function afterSignOut(state: FailureState): AfterFailure {
  const { tries } = state;
  if (tries.renewals >= mostRenewals) return follow(state, { step: 'stop', error: new SignedOutError() });
  return follow({ ...state, tries: { ...tries, renewals: tries.renewals + 1 } }, { step: 'renew' });
}

/** A list with proof that is sent elsewhere is sent to the sign-in page; a mail only when many are. */
function afterRedirect(error: MailArkError, state: FailureState): AfterFailure {
  const { request, host } = state;
  if (request.auth !== 'account') return afterBadAnswer(error, state);
  const redirects = host.redirects + 1;
  const counted = { ...state, host: { ...host, redirects } };
  return request.lane !== 'detail' || redirects >= mostRedirects
    ? afterSignOut(counted)
    : afterBadAnswer(error, counted);
}

/** A page that is not there is believed at once, a mail or file the second time. */
function afterMiss(error: MailArkError, state: FailureState): AfterFailure {
  const { request, tries } = state;
  if (request.lane === 'list' || tries.hasMissed) return giveUp(error, state);
  return afterBadAnswer(error, { ...state, tries: { ...tries, hasMissed: true } });
}

/** A 403 may be temporary; many in a row are not. */
function afterForbidden(error: MailArkError, state: FailureState): AfterFailure {
  const { request, host } = state;
  const kind = kindOf(request);
  const forbidden = { ...host.forbidden, [kind]: host.forbidden[kind] + 1 };
  const counted = { ...state, host: { ...host, forbidden } };
  if (forbidden[kind] >= mostForbidden[kind])
    return follow(counted, { step: 'stop', error: new ForbiddenError() });
  return afterBadAnswer(error, counted);
}

/** The server asks to wait. While it serves others, waiting one's turn is no failure; but not without end. */
function afterWait(error: RateLimitedError, state: FailureState): AfterFailure {
  const { host, random } = state;
  const limited = host.goods > state.tries.goodsAtWait ? 1 : state.tries.limited + 1;
  const waits = state.tries.waits + 1;
  const counted = { ...state, tries: { ...state.tries, limited, waits, goodsAtWait: host.goods } };
  if (limited >= mostTries.limited || waits >= mostWaits) return giveUp(blame(error, counted), counted);
  if (error.retryAfterMs) return follow(counted, { step: 'retry', waitMs: 0 });
  const waitMs = backoffMs(limited, random);
  return follow(counted, { step: error.status === 429 ? 'hold' : 'retry', waitMs });
}

function afterWeakAnswer(error: MailArkError, state: FailureState): AfterFailure {
  const { elapsed } = state;
  const { weak: before, failing } = state.host;
  const weak = { tries: before.tries + 1, since: before.tries === 0 ? elapsed : before.since };
  const counted = count('weak', { ...state, host: { ...state.host, weak } });
  // One request that fails alone may be at fault itself, and has its own tries.
  if (failing > 1 && weak.tries >= downAfter.tries && elapsed - weak.since >= downAfter.ms)
    return follow(counted, { step: 'stop', error: new MailArkError(error.code, error.message) });
  if (counted.tries.weak >= mostTries.weak) return giveUp(blame(error, counted), counted);
  return follow(counted, { step: 'retry', waitMs: backoffMs(counted.tries.weak, state.random) });
}

function afterBadAnswer(error: MailArkError, state: FailureState): AfterFailure {
  const counted = count('bad', state);
  if (counted.tries.bad < mostTries.bad)
    return follow(counted, { step: 'retry', waitMs: backoffMs(counted.tries.bad, state.random) });
  if (error.code === 'forbidden' && state.request.lane === 'list')
    return follow(counted, { step: 'stop', error: new ForbiddenError() });
  const isNamed = error instanceof BadAnswerError;
  return giveUp(isNamed ? error : new BadAnswerError(error.code, 0, error.message), counted);
}

/** Counts a try. Good answers from before an outage say nothing about it: those after half of the tries count. */
function count(failure: 'weak' | 'bad', state: FailureState): FailureState {
  const { tries, host } = state;
  const failed = tries[failure] + 1;
  const goodsBefore = failed === Math.ceil(mostTries[failure] / 2) ? host.goods : tries.goodsBefore;
  return { ...state, tries: { ...tries, [failure]: failed, goodsBefore } };
}

/**
 * Whose fault is it? When the server served others meanwhile, or answers and fails for this one alone, it is this
 * request's, and the run goes on without it. Otherwise the server is down, and the run rests.
 */
function blame(error: MailArkError, { host, tries }: FailureState): MailArkError {
  const status = error instanceof BadAnswerError || error instanceof RateLimitedError ? error.status : 0;
  const isOwnFault = host.goods > tries.goodsBefore || (status >= 500 && host.failing <= 1);
  if (isOwnFault && status !== 429) return new BadAnswerError(error.code, status, error.message);
  return error instanceof BadAnswerError ? new MailArkError(error.code, error.message) : error;
}

/** An item is skipped. A list that is weak is the service being weak; one that is missing is reported as it is. */
function giveUp(error: MailArkError, state: FailureState): AfterFailure {
  if (!isItemFailure(error)) return follow(state, { step: 'stop', error });
  if (state.request.lane !== 'list' || !weakCodes.has(error.code))
    return follow(state, { step: 'skip', error });
  return follow(state, { step: 'stop', error: new MailArkError(error.code, error.message) });
}
