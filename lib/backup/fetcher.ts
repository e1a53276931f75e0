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
import type { Expectation, RequestSpec, Session, Source } from '../sources/source.ts';
import { checkAnswer, type CheckedAnswer } from './check-answer.ts';
import type { Governor, HostSnapshot, Outcome } from './governor.ts';
import { mayAsk, mayProve } from './may-ask.ts';
import type { AwaitedThing, Clock, HttpRequest, PaceNow, SessionKeeper, Transport } from './ports.ts';
import { backoffMs } from './retry-timing.ts';

/** What went over the wire so far, attempts included. */
export interface Traffic {
  requests: number;
  sizeBytes: number;
  /** No request before, milliseconds since 1970. */
  restingUntil?: number;
  /** As of this moment, not smoothed; undefined before the first request. */
  pace?: PaceNow;
  /** As of this moment; undefined: no request is under way. */
  waitsFor?: AwaitedThing;
  /** A host gives both words and files, so that they share its pace. */
  isShared?: boolean;
}

/** The only way to the service: paces, proves, checks, retries and gives up. */
export interface Fetcher {
  /**
   * The checked answer, of the form `spec.expect` names. Rejects with
   * `BadAnswerError` or `BrokenRecordError`: only this one cannot be had; or, and then nothing can,
   * `SignedOutError`, `AccountChangedError`, `ForbiddenError`, `LongWaitError`, `RateLimitedError`, a `MailArkError` of
   * code `server-unavailable`, `network-failed`, `timed-out`, `offline`, `permission-missing`, `client-too-old`,
   * or the signal's reason.
   */
  fetch<Expected extends Expectation>(
    spec: RequestSpec<Expected>,
    session: Session,
    signal: AbortSignal,
  ): Promise<CheckedAnswer<Expected>>;
  traffic(): Traffic;
  /** The newest session of the same account. */
  newest(session: Session): Session;
  /** The same, once the web client's own word is known; see `SessionKeeper`. */
  confirm(session: Session, signal: AbortSignal): Promise<Session>;
}

export interface FetcherOptions {
  transport: Transport;
  governor: Governor;
  sessions: SessionKeeper;
  source: Source;
  clock: Clock;
  /** The server asked to wait: no request before this time, milliseconds since 1970. */
  onRest?: (untilMs: number) => void;
}

/** How often one thing is tried: while the server is weak, while it asks to wait, while its answers are bad. */
const attempts = { weak: 6, limited: 12, refusals: 100, bad: 3 };
/** A host that gave nothing good in so many tries over so long is down for all, however seldom the pace lets each try. */
const downAfter = { tries: 6, ms: 20_000 };
/** Renewals of the session within one request. */
const mostRenewals = 2;
/** So many refusals in a row, of different requests, are a closed door. */
const stormOf = { words: 5, media: 20 };

/** Codes of a server or line that is weak for the moment. */
const weakCodes: readonly string[] = ['server-unavailable', 'network-failed', 'timed-out'];
/** Codes that end everything at once; no retry helps. */
const finalCodes: readonly string[] = ['offline', 'permission-missing', 'client-too-old'];

interface HostHealth {
  /** Good answers so far. */
  goods: number;
  /** Requests that failed at least once and are still being tried. */
  failing: number;
  /** Weak answers since the last good one, and when the first of them came, on the clock that never jumps. */
  weak: { tries: number; since: number };
  refusals: { words: number; media: number };
  redirects: number;
}

interface Try {
  failures: { weak: number; limited: number; bad: number };
  /** How often the server asked to wait, and the host's good answers at the last time. */
  refusals: number;
  goodsAtRefusal: number;
  renewals: number;
  /** `HostHealth.goods` when half of its tries had failed. */
  goodsBefore: number;
  isFailing: boolean;
  /** It was not found once; a second time is believed, for what is gone is never asked for again. */
  hasMissed: boolean;
}

export function createFetcher(options: FetcherOptions): Fetcher {
  const { transport, governor, sessions, source, clock, onRest } = options;
  const hosts = new Map<string, HostHealth>();
  const traffic = { requests: 0, sizeBytes: 0 };
  const hostsOf = { words: new Set<string>(), media: new Set<string>() };
  let renewing: Promise<Session> | undefined;
  /** Calls of `fetch` that are not answered yet. */
  let asked = 0;

  function healthOf(host: string): HostHealth {
    let health = hosts.get(host);
    if (!health)
      hosts.set(
        host,
        (health = {
          goods: 0,
          failing: 0,
          weak: { tries: 0, since: 0 },
          refusals: { words: 0, media: 0 },
          redirects: 0,
        }),
      );
    return health;
  }

  const newest = (session: Session): Session => sessions.find(session) ?? session;

  /** Everybody who was refused waits for the same renewal. */
  function renew(refused: Session, signal: AbortSignal): Promise<Session> {
    renewing ??= sessions.renew(refused, signal).finally(() => (renewing = undefined));
    return renewing;
  }

  async function attempt<Expected extends Expectation>(
    spec: RequestSpec<Expected>,
    session: Session,
    signal: AbortSignal,
  ): Promise<CheckedAnswer<Expected>> {
    const { host } = new URL(spec.url);
    const release = await governor.acquire(host, spec.lane, signal);
    let outcome: Outcome = 'neutral';
    try {
      traffic.requests += 1;
      hostsOf[kindOf(spec)].add(host);
      const answer = await transport.send(requestOf(source, spec, session), signal);
      traffic.sizeBytes += answer.body.length;
      const checked = checkAnswer(source, spec, answer, clock.now());
      outcome = 'good';
      return checked;
    } catch (error) {
      if (isOverload(error)) outcome = 'overloaded';
      if (error instanceof RateLimitedError && error.retryAfterMs !== undefined)
        hold(host, error.retryAfterMs);
      throw error;
    } finally {
      release(outcome);
    }
  }

  function hold(host: string, waitMs: number): void {
    if (waitMs <= 0) return;
    governor.hold(host, waitMs);
    onRest?.(clock.now() + waitMs);
  }

  /** Waits until another try makes sense, or throws what is to be told. */
  async function recover(
    error: unknown,
    spec: RequestSpec,
    used: Session,
    state: Try,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const { host } = new URL(spec.url);
    const health = healthOf(host);
    const code = errorCodeOf(error);
    if (code === 'client-too-old' && (await saysOtherwise(used, signal))) return;
    if (!(error instanceof MailArkError) || error instanceof LongWaitError || finalCodes.includes(code))
      throw error;
    if (error instanceof SignedOutError || isSentToSignIn(code, health, spec)) {
      if (state.renewals >= mostRenewals) throw new SignedOutError();
      state.renewals += 1;
      await renew(used, signal);
      return;
    }
    if (code === 'not-found' && (spec.lane === 'list' || state.hasMissed)) throw error;
    if (code === 'not-found') state.hasMissed = true;
    if (code === 'forbidden') checkStorm(health, spec);
    if (error instanceof RateLimitedError && (error.status === 429 || error.retryAfterMs !== undefined)) {
      // While others are served, waiting one's turn is no failure; but not without end.
      state.refusals += 1;
      state.failures.limited = health.goods > state.goodsAtRefusal ? 1 : state.failures.limited + 1;
      state.goodsAtRefusal = health.goods;
      if (state.failures.limited >= attempts.limited || state.refusals >= attempts.refusals)
        throw giveUp(error, health, state);
      if (error.retryAfterMs) return; // The whole host is held already.
      const waitMs = backoffMs(state.failures.limited, clock.random());
      if (error.status === 429) hold(host, waitMs);
      else await clock.sleep(waitMs, signal);
      return;
    }
    const kind = weakCodes.includes(code) ? 'weak' : 'bad';
    state.failures[kind] += 1;
    if (kind === 'weak' && isDown(health)) throw new MailArkError(code, error.message);
    // Good answers that came in just before an outage say nothing about it: only later ones count as served meanwhile.
    if (state.failures[kind] === Math.ceil(attempts[kind] / 2)) state.goodsBefore = health.goods;
    const isLastTry = state.failures[kind] >= attempts[kind];
    if (isLastTry && kind === 'weak') throw giveUp(error, health, state);
    if (isLastTry) {
      if (code === 'forbidden' && spec.lane === 'list') throw new ForbiddenError();
      throw error instanceof BadAnswerError ? error : new BadAnswerError(code, 0, error.message);
    }
    await clock.sleep(backoffMs(state.failures[kind], clock.random()), signal);
  }

  /** Whether the client's own calls tell another version than the one that was guessed from its page. */
  async function saysOtherwise({ client, ...used }: Session, signal: AbortSignal): Promise<boolean> {
    const confirmed = await sessions.confirm({ ...used, client }, signal);
    return JSON.stringify(confirmed.client) !== JSON.stringify(client);
  }

  /** A list with proof that is sent elsewhere is sent to the sign-in page; a mail only when many are. */
  function isSentToSignIn(code: ErrorCode, health: HostHealth, spec: RequestSpec): boolean {
    if (code !== 'redirected' || spec.auth !== 'account') return false;
    health.redirects += 1;
    return spec.lane !== 'detail' || health.redirects >= stormOf.words;
  }

  /** Counts a weak answer. One request that fails alone may be at fault itself, and has its own tries. */
  function isDown({ weak, failing }: HostHealth): boolean {
    if (weak.tries === 0) weak.since = clock.elapsed();
    weak.tries += 1;
    return failing > 1 && weak.tries >= downAfter.tries && clock.elapsed() - weak.since >= downAfter.ms;
  }

  function checkStorm(health: HostHealth, spec: RequestSpec): void {
    const kind = kindOf(spec);
    health.refusals[kind] += 1;
    if (health.refusals[kind] >= stormOf[kind]) throw new ForbiddenError();
  }

  /**
   * Whose fault is it? When the server served others meanwhile, or answers and fails for this one alone, it is this
   * one's, and the run goes on without it. Otherwise the server is down, and the run rests.
   */
  function giveUp(error: MailArkError, health: HostHealth, state: Try): MailArkError {
    const status = error instanceof BadAnswerError || error instanceof RateLimitedError ? error.status : 0;
    const isOwnFault = health.goods > state.goodsBefore || (status >= 500 && health.failing <= 1);
    if (isOwnFault && status !== 429) return new BadAnswerError(error.code, status, error.message);
    return error instanceof BadAnswerError ? new MailArkError(error.code, error.message) : error;
  }

  return {
    async fetch(spec, session, signal) {
      if (!mayAsk(source, spec)) throw new BrokenRecordError('url', 'The address is not one of the service.');
      asked += 1;
      const health = healthOf(new URL(spec.url).host);
      const state: Try = {
        failures: { weak: 0, limited: 0, bad: 0 },
        refusals: 0,
        goodsAtRefusal: health.goods,
        renewals: 0,
        goodsBefore: health.goods,
        isFailing: false,
        hasMissed: false,
      };
      try {
        for (;;) {
          signal.throwIfAborted();
          if (renewing && spec.auth === 'account') await renewing;
          const used = newest(session);
          try {
            const answer = await attempt(spec, used, signal);
            health.goods += 1;
            health.refusals[kindOf(spec)] = 0;
            health.redirects = 0;
            health.weak.tries = 0;
            return answer;
          } catch (error) {
            if (!state.isFailing) health.failing += 1;
            state.isFailing = true;
            await recover(error, spec, used, state, signal);
          }
        }
      } catch (error) {
        throw isItemFailure(error) && spec.lane === 'list' ? asRunFailure(error) : error;
      } finally {
        asked -= 1;
        if (state.isFailing) health.failing -= 1;
      }
    },
    newest,
    confirm: (session, signal) => sessions.confirm(session, signal),
    traffic() {
      const hosts = governor.snapshot();
      const restingUntil = Math.max(0, ...hosts.map(({ notBefore }) => notBefore ?? 0));
      const pace = paceOf(hosts);
      const isSent = hosts.some(({ underWay }) => underWay > 0);
      const waitsFor: AwaitedThing = renewing ? 'sign-in' : isSent ? 'answer' : 'retry';
      return {
        ...traffic,
        ...(restingUntil > 0 ? { restingUntil } : {}),
        ...(pace ? { pace } : {}),
        ...(asked > 0 ? { waitsFor } : {}),
        isShared: [...hostsOf.media].some((host) => hostsOf.words.has(host)),
      };
    },
  };
}

const kindOf = (spec: RequestSpec) => (spec.expect === 'media' ? 'media' : 'words');

/** The pace of the host that has most to do; slowed when any host is. */
function paceOf(hosts: HostSnapshot[]): PaceNow | undefined {
  const load = (host: HostSnapshot) => host.underWay + host.waiting;
  const [busiest] = hosts.toSorted((a, b) => load(b) - load(a));
  return busiest && { underWay: busiest.underWay, atOnce: busiest.atOnce, isSlowed: hosts.some(isSlowed) };
}

function isSlowed({ atOnce, perSecond = Infinity, ceiling }: HostSnapshot): boolean {
  // Without a ceiling of its own the rate regains faster than the number at once, so the number tells.
  return atOnce < ceiling.atOnce || perSecond < (ceiling.perSecond ?? 0);
}

/** Only this one mail or file cannot be had; the run goes on without it. */
export function isItemFailure(error: unknown): error is BadAnswerError | BrokenRecordError {
  return error instanceof BadAnswerError || error instanceof BrokenRecordError;
}

/** A list that is weak is the service being weak; one that is missing or foreign is told as it is. */
function asRunFailure(error: MailArkError): MailArkError {
  return weakCodes.includes(error.code) ? new MailArkError(error.code, error.message) : error;
}

/** Error pages come from services that were asked too fast, seen 2021 with an old tool for IZ*ONE mail. */
function isOverload(error: unknown): boolean {
  const code = errorCodeOf(error);
  return error instanceof RateLimitedError || weakCodes.includes(code) || code === 'error-page';
}

/** Proof is attached here and nowhere else, to origins the source trusts with it. */
function requestOf(source: Source, spec: RequestSpec, session: Session): HttpRequest {
  const headers: Record<string, string> = {};
  if (mayProve(source, spec)) Object.assign(headers, source.authHeaders(session));
  if (spec.body !== undefined) headers['content-type'] = 'application/json';
  return {
    url: spec.url,
    method: spec.method,
    headers,
    ...(spec.body === undefined ? {} : { body: JSON.stringify(spec.body) }),
    via: spec.via,
    owner: { service: session.service, account: session.account },
  };
}
