import { BrokenRecordError, RateLimitedError } from '../errors.ts';
import type { Expectation, RequestSpec, Session, Source } from '../sources/source.ts';
import type { Outcome } from './adapt-pace.ts';
import { afterFailure, freshTries, isOverload, type NextTry } from './after-failure.ts';
import { checkAnswer, type CheckedAnswer } from './check-answer.ts';
import type { Governor } from './governor.ts';
import { afterAnswer, freshHost, kindOf, type HostHealth } from './host-health.ts';
import { mayAsk, mayProve } from './may-ask.ts';
import type { Clock, HttpAnswer, HttpRequest, SessionKeeper, Transport } from './ports.ts';
import { receiveFile, wholeAnswer, type KeepParts, type ReceivedFile } from './receive-parts.ts';
import { createTrafficMeter, type Traffic } from './traffic.ts';

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
  /** The same for a file. The parts of a large one go to `keep`, anew with every try. Rejects as `keep` does, too. */
  fetchFile(
    spec: RequestSpec<'media'>,
    session: Session,
    signal: AbortSignal,
    keep: KeepParts,
  ): Promise<ReceivedFile>;
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

/** Sends requests through the governor until the rules of `afterFailure` say that no other try helps. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { transport, governor, sessions, source, clock, onRest } = options;
  const hosts = new Map<string, HostHealth>();
  const meter = createTrafficMeter();
  let renewing: Promise<Session> | undefined;
  /** Calls of `fetch` that are not answered yet. */
  let asked = 0;

  const healthOf = (host: string): HostHealth => hosts.get(host) ?? freshHost;
  const countFailing = (host: string, change: 1 | -1) =>
    hosts.set(host, { ...healthOf(host), failing: healthOf(host).failing + change });

  const newest = (session: Session): Session => sessions.find(session) ?? session;

  /** One renewal serves every request that was refused. */
  function renew(refused: Session, signal: AbortSignal): Promise<Session> {
    renewing ??= sessions.renew(refused, signal).finally(() => (renewing = undefined));
    return renewing;
  }

  async function attempt<Answer>(
    spec: RequestSpec,
    host: string,
    session: Session,
    signal: AbortSignal,
    read: (answer: HttpAnswer) => Promise<Answer>,
  ): Promise<Answer> {
    const release = await governor.acquire(host, spec.lane, signal);
    let outcome: Outcome = 'neutral';
    let answer: HttpAnswer | undefined;
    try {
      meter.sent(host, kindOf(spec));
      answer = await transport.send(requestOf(source, spec, session), signal);
      meter.received(answer.body.length);
      const checked = await read(withRest(answer));
      outcome = 'good';
      return checked;
    } catch (error) {
      if (isOverload(error)) outcome = 'overloaded';
      // Before the release, which starts the next request.
      if (error instanceof RateLimitedError && error.retryAfterMs !== undefined)
        hold(host, error.retryAfterMs);
      throw error;
    } finally {
      if (answer?.rest) await answer.rest.return();
      release(outcome);
    }
  }

  /** The answer whose further parts are counted as they arrive. */
  function withRest(answer: HttpAnswer): HttpAnswer {
    const { rest } = answer;
    if (!rest) return answer;
    async function* counted(parts: typeof rest & object) {
      for await (const part of parts) {
        meter.received(part.length);
        yield part;
      }
    }
    return { ...answer, rest: counted(rest) };
  }

  function hold(host: string, waitMs: number): void {
    if (waitMs <= 0) return;
    governor.hold(host, waitMs);
    onRest?.(clock.now() + waitMs);
  }

  /** Resolves when another try makes sense; throws what ends the request. */
  async function carryOut(next: NextTry, host: string, used: Session, signal: AbortSignal): Promise<void> {
    switch (next.step) {
      case 'retry':
        if (next.waitMs > 0) await clock.sleep(next.waitMs, signal);
        return;
      case 'hold':
        return hold(host, next.waitMs);
      case 'renew':
        await renew(used, signal);
        return;
      case 'ask-client':
        if (!(await saysOtherwise(used, signal))) throw next.error;
        return;
      case 'skip':
      case 'stop':
        throw next.error;
    }
  }

  /** Whether the client's own calls name another version than the one that was guessed from its page. */
  async function saysOtherwise({ client, ...used }: Session, signal: AbortSignal): Promise<boolean> {
    const confirmed = await sessions.confirm({ ...used, client }, signal);
    return JSON.stringify(confirmed.client) !== JSON.stringify(client);
  }

  async function fetch<Answer>(
    spec: RequestSpec,
    session: Session,
    signal: AbortSignal,
    read: (answer: HttpAnswer) => Promise<Answer>,
  ): Promise<Answer> {
    const { host } = new URL(spec.url);
    let tries = freshTries(healthOf(host));
    let isFailing = false;
    try {
      for (;;) {
        signal.throwIfAborted();
        if (renewing && spec.auth === 'account') await renewing;
        const used = newest(session);
        try {
          const answer = await attempt(spec, host, used, signal, read);
          hosts.set(host, afterAnswer(healthOf(host), kindOf(spec)));
          return answer;
        } catch (error) {
          if (!isFailing) countFailing(host, 1);
          isFailing = true;
          signal.throwIfAborted();
          const [elapsed, random] = [clock.elapsed(), clock.random()];
          const after = afterFailure(error, { request: spec, tries, host: healthOf(host), elapsed, random });
          tries = after.tries;
          hosts.set(host, after.host);
          await carryOut(after.next, host, used, signal);
        }
      }
    } finally {
      if (isFailing) countFailing(host, -1);
    }
  }

  async function ask<Answer>(...[spec, ...rest]: Parameters<typeof fetch<Answer>>): Promise<Answer> {
    if (!mayAsk(source, spec)) throw new BrokenRecordError('url', 'The address is not one of the service.');
    asked += 1;
    try {
      return await fetch(spec, ...rest);
    } finally {
      asked -= 1;
    }
  }

  return {
    fetch: (spec, session, signal) =>
      ask(spec, session, signal, async (answer) =>
        checkAnswer(source, spec, await wholeAnswer(answer), clock.now()),
      ),
    fetchFile: (spec, session, signal, keep) =>
      ask(spec, session, signal, (answer) => receiveFile(source, spec, answer, { now: clock.now(), keep })),
    newest,
    confirm: (session, signal) => sessions.confirm(session, signal),
    traffic: () =>
      meter.read(governor.snapshot(), { isAsked: asked > 0, isRenewing: renewing !== undefined }),
  };
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
