import { LongWaitError } from '../errors.ts';
import type { Lane } from '../sources/source.ts';
import {
  adapt,
  allowedAtOnce,
  allowedPerSecond,
  fullPace,
  type HostPace,
  type Outcome,
} from './adapt-pace.ts';
import type { PaceLimits } from './pace.ts';
import type { Clock } from './ports.ts';
import { longestSleepMs, longestWaitMs } from './retry-timing.ts';

/** Gives the place back, once. */
export type Release = (outcome: Outcome) => void;

export interface HostSnapshot {
  host: string;
  underWay: number;
  waiting: number;
  /** What the governor allows at the moment; never above the pace's ceilings. */
  atOnce: number;
  perSecond?: number;
  /** The pace's ceilings, to compare with. */
  ceiling: PaceLimits;
  /** No request before, milliseconds since 1970. */
  notBefore?: number;
}

/** One pace per host, for every request, retries included. */
export interface Governor {
  /** Waits for a place. Rejects with `LongWaitError` when the host is not to be asked for longer than one may sleep, or with the signal's reason. */
  acquire(host: string, lane: Lane, signal: AbortSignal): Promise<Release>;
  /** No request to the host for so long. */
  hold(host: string, waitMs: number): void;
  snapshot(): HostSnapshot[];
}

export interface GovernorOptions {
  clock: Clock;
  /** The ceilings; asked each time, so that a changed setting works at once. */
  limits: () => PaceLimits;
}

interface Waiter {
  lane: Lane;
  grant(release: Release): void;
  refuse(error: Error): void;
}

interface Host {
  waiters: Waiter[];
  underWay: number;
  pace: HostPace;
  /** When the requests of the last window started, oldest first. All times are `Clock.elapsed`. */
  starts: number[];
  /** When the last request should have started, had every one been as far from the one before as the rate wants. */
  paced: number;
  /** When the host last answered: an idle connection may be closed since. */
  answeredAt: number;
  notBefore: number;
  grants: number;
  timer: AbortController | undefined;
}

const rank: Record<Lane, number> = { session: 0, list: 1, detail: 2, asset: 3 };

/** Every so many grants the one that waited longest goes first, whatever its lane. */
const fairTurn = 4;
/** A tenth more than a second, because requests that left a second apart may arrive a little closer to each other. */
const windowMs = 1100;
/** A request that is late, for timers are, lets the next one be so much earlier. */
const lateMs = 50;
/** Browsers give up a connection after minutes; one without an answer for so long counts as closed. */
const idleMs = 60_000;

/** Adaptive: starts at the ceiling, halves when a server is overloaded, grows again by small steps. */
export function createGovernor({ clock, limits }: GovernorOptions): Governor {
  const hosts = new Map<string, Host>();

  function hostOf(name: string): Host {
    let host = hosts.get(name);
    if (!host) {
      host = {
        waiters: [],
        underWay: 0,
        pace: fullPace,
        starts: [],
        paced: -Infinity,
        answeredAt: -Infinity,
        notBefore: -Infinity,
        grants: 0,
        timer: undefined,
      };
      hosts.set(name, host);
    }
    return host;
  }

  const atOnceOf = (host: Host) => allowedAtOnce(host.pace, limits());
  const perSecondOf = (host: Host) => allowedPerSecond(host.pace, limits());

  /** The end of a rest in milliseconds since 1970. */
  const inClockTime = (restMs: number) => Math.ceil(clock.now() + restMs);

  /** Milliseconds until the next request may start; 0: now. */
  function waitOf(host: Host, now: number): number {
    forgetOld(host.starts, now);
    const limit = perSecondOf(host);
    const oldest = host.starts.length >= limit ? host.starts[host.starts.length - limit] : undefined;
    return Math.max(
      0,
      host.notBefore - now,
      host.paced + windowMs / limit - now,
      oldest === undefined ? 0 : oldest + windowMs - now,
    );
  }

  /**
   * Where the rate is limited, one request opens the connection alone: several would wait for it together, and arrive
   * with those of the next second.
   */
  const isOpening = (host: Host, now: number): boolean =>
    now - host.answeredAt > idleMs && Number.isFinite(perSecondOf(host));

  function pump(host: Host): void {
    while (host.waiters.length > 0) {
      const now = clock.elapsed();
      const waitMs = waitOf(host, now);
      const restMs = host.notBefore - now;
      if (restMs > longestSleepMs) {
        for (const waiter of host.waiters.splice(0)) waiter.refuse(new LongWaitError(inClockTime(restMs)));
        return;
      }
      if (host.underWay >= (isOpening(host, now) ? 1 : atOnceOf(host))) return;
      if (waitMs > 0) return wakeAfter(host, waitMs);
      start(host, takeNext(host), now);
    }
  }

  function takeNext(host: Host): Waiter {
    host.grants += 1;
    let best = 0;
    if (host.grants % fairTurn !== 0) {
      for (const [index, { lane }] of host.waiters.entries())
        if (rank[lane] < rank[host.waiters[best]!.lane]) best = index;
    }
    return host.waiters.splice(best, 1)[0]!;
  }

  function start(host: Host, waiter: Waiter, now: number): void {
    const opens = isOpening(host, now);
    host.underWay += 1;
    host.starts.push(now);
    host.paced = Math.max(host.paced + windowMs / perSecondOf(host), now - lateMs);
    let isReleased = false;
    waiter.grant((outcome) => {
      if (isReleased) return;
      isReleased = true;
      host.underWay -= 1;
      host.answeredAt = clock.elapsed();
      // Its time of arrival at the host is unknown: at the latest now.
      if (opens) {
        host.starts = [...host.starts.filter((at) => at !== now), host.answeredAt];
        host.paced = host.answeredAt;
      }
      learn(host, outcome, now);
      pump(host);
    });
  }

  function learn(host: Host, outcome: Outcome, startedAt: number): void {
    const now = clock.elapsed();
    forgetOld(host.starts, now);
    host.pace = adapt(host.pace, {
      outcome,
      startedAt,
      now,
      startsInSecond: host.starts.length,
      limits: limits(),
    });
  }

  function wakeAfter(host: Host, waitMs: number): void {
    // A reason of one's own, because the browser's is a costly exception with a stack.
    host.timer?.abort('superseded');
    const timer = new AbortController();
    host.timer = timer;
    clock.sleep(waitMs, timer.signal).then(
      () => pump(host),
      () => undefined,
    );
  }

  return {
    acquire(name, lane, signal) {
      const host = hostOf(name);
      return new Promise<Release>((grant, refuse) => {
        if (signal.aborted) return refuse(signal.reason as Error);
        const leave = () => {
          host.waiters = host.waiters.filter((each) => each !== waiter);
          refuse(signal.reason as Error);
        };
        let stay = () => {};
        const waiter: Waiter = {
          lane,
          grant(release) {
            stay();
            grant(release);
          },
          refuse(error) {
            stay();
            refuse(error);
          },
        };
        host.waiters.push(waiter);
        pump(host);
        if (!host.waiters.includes(waiter)) return; // Most need not wait.
        signal.addEventListener('abort', leave, { once: true });
        stay = () => signal.removeEventListener('abort', leave);
      });
    },
    hold(name, waitMs) {
      const host = hostOf(name);
      host.notBefore = Math.max(host.notBefore, clock.elapsed() + Math.min(waitMs, longestWaitMs));
      pump(host);
    },
    snapshot: () =>
      [...hosts].map(([name, host]) => {
        const restMs = host.notBefore - clock.elapsed();
        return {
          host: name,
          underWay: host.underWay,
          waiting: host.waiters.length,
          atOnce: atOnceOf(host),
          ceiling: limits(),
          ...(Number.isFinite(perSecondOf(host)) ? { perSecond: perSecondOf(host) } : {}),
          ...(restMs > 0 ? { notBefore: inClockTime(restMs) } : {}),
        };
      }),
  };
}

/** Keeps the times of the last window. */
function forgetOld(starts: number[], now: number): void {
  for (let first; (first = starts[0]) !== undefined && first <= now - windowMs;) starts.shift();
}
