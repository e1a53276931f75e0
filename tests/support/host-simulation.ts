import { createFetcher } from '../../lib/backup/fetcher.ts';
import { createGovernor, type Governor } from '../../lib/backup/governor.ts';
import type { PaceLimits } from '../../lib/backup/pace.ts';
import type { HttpAnswer } from '../../lib/backup/ports.ts';
import { LongWaitError, MailArkError } from '../../lib/errors.ts';
import type { Lane } from '../../lib/sources/source.ts';
import { aFakeClock, type FakeClock } from './fake-clock.ts';
import { aSession, jpegOf, lettersSource } from './scripted-service.ts';

/** How a server fails. */
export type Failure =
  | { kind: 'busy'; retryAfter: RetryAfter }
  | { kind: 'storm' } // 503 without `Retry-After`
  | { kind: 'lost' } // the connection breaks
  | { kind: 'hang' }; // no answer until the transport gives up

/** What a server writes into `Retry-After`. */
export type RetryAfter =
  | { form: 'seconds'; seconds: number }
  | { form: 'date'; seconds: number; isServersClockWrong: boolean }
  | { form: 'absent' }
  | { form: 'absurd'; text: string };

/** A period in which a host fails. */
export interface Spell {
  host: number;
  fromMs: number;
  lastsMs: number;
  failure: Failure;
  /** Every n-th request fails; 1: all. */
  every: number;
}

/** An event of the computer or a choice of the user. */
export type Event =
  | { atMs: number; kind: 'clock set'; ms: number }
  | { atMs: number; kind: 'overslept'; ms: number }
  | { atMs: number; kind: 'pace'; limits: PaceLimits };

/** The input of a simulation. */
export interface Simulation {
  limits: PaceLimits;
  /** The requests of each host, in the order they are made; `cancelAtMs` cancels one. */
  requests: { host: number; lane: Lane; cancelAtMs?: number }[];
  latencyMs: { least: number; most: number };
  spells: Spell[];
  events: Event[];
  random: () => number;
}

/** A request as the host received it. All times are elapsed ones, on a clock that cannot be set. */
export interface Seen {
  at: number;
  /** The number of requests in progress at this host, including this one. */
  underWay: number;
  /** The limits at that moment. */
  limits: PaceLimits;
}

/** A wait that a host asked for. */
export interface AskedWait {
  /** When the answer with `Retry-After` arrived, and until when no request may come. */
  at: number;
  until: number;
}

/** The record of one host. */
export interface SimulatedHost {
  seen: Seen[];
  waits: AskedWait[];
  /** For each request: grants of the host between its wait and its turn, and the most that are allowed. */
  turns: { waitedFor: number; most: number }[];
}

/** The result of a simulation. */
export interface SimulationResult {
  clock: FakeClock;
  governor: Governor;
  hosts: SimulatedHost[];
  /** How each request ended. */
  ends: ('answered' | 'given up' | 'cancelled')[];
}

const origins = ['https://api.letters.example', 'https://www.letters.example', 'https://img.letters.example'];
/** The names of the simulated hosts. */
export const hostNames = origins.map((origin) => new URL(origin).host);
/** How long the transport waits for an answer. */
const hangMs = 20_000;
const longestHoldMs = 3_600_000;
/** The longest wait goes first every fourth time, so each earlier request costs at most four turns. */
const turnsPerRequest = 4;

/** Runs the real governor and fetcher against simulated hosts in simulated time, until every request has ended. */
export async function simulate(simulation: Simulation): Promise<SimulationResult> {
  const { random, latencyMs } = simulation;
  const clock = aFakeClock({ random });
  const startedAt = clock.elapsed();
  const hosts: SimulatedHost[] = origins.map(() => ({ seen: [], waits: [], turns: [] }));
  const underWay = origins.map(() => 0);
  let limits = simulation.limits;
  const governor = watched(createGovernor({ clock, limits: () => limits }), hosts);

  function failureOf(host: number): Failure | undefined {
    const at = clock.elapsed() - startedAt;
    const number = hosts[host]!.seen.length;
    return simulation.spells.find(
      (spell) =>
        spell.host === host &&
        at >= spell.fromMs &&
        at < spell.fromMs + spell.lastsMs &&
        number % spell.every === 0,
    )?.failure;
  }

  async function send({ url }: { url: string }, signal: AbortSignal): Promise<HttpAnswer> {
    const host = origins.indexOf(new URL(url).origin);
    const { seen, waits } = hosts[host]!;
    underWay[host]! += 1;
    seen.push({ at: clock.elapsed(), underWay: underWay[host]!, limits });
    try {
      const failure = failureOf(host);
      if (failure?.kind === 'hang') {
        await clock.sleep(hangMs, signal);
        throw new MailArkError('timed-out', 'late');
      }
      await clock.sleep(latencyMs.least + random() * (latencyMs.most - latencyMs.least), signal);
      if (failure?.kind === 'lost') throw new MailArkError('network-failed', 'lost');
      if (failure?.kind === 'storm') return answerOf(503, {});
      if (failure?.kind === 'busy') {
        const at = clock.elapsed();
        const { headers, asksMs } = headersOf(failure.retryAfter, clock.now());
        waits.push({ at, until: at + asksMs });
        return answerOf(429, headers);
      }
      return answerOf(200, {}, url);
    } finally {
      underWay[host]! -= 1;
    }
  }

  const fetcher = createFetcher({
    transport: { send },
    governor,
    sessions: {
      find: () => undefined,
      confirm: (session) => Promise.resolve(session),
      renew: () => Promise.reject(new MailArkError('signed-out', 'no')),
    },
    source: lettersSource,
    clock,
  });

  async function carryOut({ host, lane, cancelAtMs }: Simulation['requests'][number], index: number) {
    const abort = new AbortController();
    if (cancelAtMs !== undefined)
      void clock.sleep(cancelAtMs).then(() => abort.abort(new Error('Cancelled.')));
    const isMedia = host === 2;
    const spec = {
      url: `${origins[host]}/${index}${isMedia ? '.jpg' : ''}`,
      method: 'GET',
      auth: isMedia ? 'none' : 'account',
      via: 'background',
      lane: isMedia ? 'asset' : lane,
      expect: isMedia ? 'media' : 'html',
    } as const;
    for (;;) {
      try {
        await fetcher.fetch(spec, aSession, abort.signal);
        return 'answered';
      } catch (error) {
        if (abort.signal.aborted) return 'cancelled';
        // A wait too long for a timer is left to an alarm, which uses the clock on the wall.
        if (!(error instanceof LongWaitError)) return 'given up';
        await clock.sleep(Math.min(longestHoldMs, Math.max(1_000, error.untilMs - clock.now())));
      }
    }
  }

  for (const event of simulation.events)
    void clock.sleep(event.atMs).then(() => {
      if (event.kind === 'clock set') clock.shift(event.ms);
      if (event.kind === 'overslept') clock.oversleep(event.ms);
      if (event.kind === 'pace') limits = event.limits;
    });
  const ends = await clock.run(Promise.all(simulation.requests.map(carryOut)));
  return { clock, governor, hosts, ends };
}

/** The governor, with a record of how many other grants each request waited for. */
function watched(governor: Governor, hosts: SimulatedHost[]): Governor {
  const grants = origins.map(() => 0);
  const waiting = origins.map(() => 0);
  return {
    ...governor,
    async acquire(name, lane, signal) {
      const host = hostNames.indexOf(name);
      const before = waiting[host]!;
      const grantsBefore = grants[host]!;
      waiting[host]! += 1;
      try {
        const release = await governor.acquire(name, lane, signal);
        hosts[host]!.turns.push({
          waitedFor: grants[host]! - grantsBefore,
          most: turnsPerRequest * (before + 1),
        });
        grants[host]! += 1;
        return release;
      } finally {
        waiting[host]! -= 1;
      }
    },
  };
}

/** The header, and how long a client that understands it waits: an hour at most. */
function headersOf(retryAfter: RetryAfter, now: number): { headers: Record<string, string>; asksMs: number } {
  if (retryAfter.form === 'absent') return { headers: {}, asksMs: 0 };
  if (retryAfter.form === 'absurd') return { headers: { 'retry-after': retryAfter.text }, asksMs: 0 };
  const { seconds } = retryAfter;
  const asksMs = Math.min(longestHoldMs, Math.max(0, seconds * 1000));
  if (retryAfter.form === 'seconds') return { headers: { 'retry-after': String(seconds) }, asksMs };
  // Dates are whole seconds.
  const serversNow = Math.floor((now + (retryAfter.isServersClockWrong ? 7 * 86_400_000 : 0)) / 1000) * 1000;
  return {
    headers: {
      date: new Date(serversNow).toUTCString(),
      'retry-after': new Date(serversNow + seconds * 1000).toUTCString(),
    },
    asksMs,
  };
}

function answerOf(status: number, headers: Record<string, string>, url = ''): HttpAnswer {
  const body = url.endsWith('.jpg') ? jpegOf(url) : new TextEncoder().encode('<p>a mail</p>');
  return { status, header: (name) => headers[name], body };
}

/** The most requests above the limits of their moment; 0 when every second stayed within them. */
export function mostAboveCeiling(seen: readonly Seen[]): number {
  let most = 0;
  let oldest = 0;
  for (const [index, { at, limits }] of seen.entries()) {
    while (seen[oldest]!.at <= at - 1000) oldest += 1;
    most = Math.max(most, index - oldest + 1 - (limits.perSecond ?? Infinity));
  }
  return Math.max(0, most);
}
