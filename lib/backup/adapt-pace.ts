import type { PaceLimits } from './pace.ts';

/** How a request went, as far as the pace is concerned. `neutral` says nothing about the server's strength. */
export type Outcome = 'good' | 'overloaded' | 'neutral';

/** What a host has shown to bear. */
export interface HostPace {
  /** Requests under way at once; fractional, so that it grows by parts. `Infinity`: the ceiling alone limits. */
  atOnce: number;
  /** Requests started in a second; `Infinity`: the ceiling alone limits. */
  perSecond: number;
  /** The most requests a second there were when the host had to slow down: what it grows back to. */
  perSecondBefore: number;
  /** Requests that started before show the old pace. As `Clock.elapsed`. */
  slowedAt: number;
}

/** A host that was not asked before: it starts at the ceiling. */
export const fullPace: HostPace = {
  atOnce: Infinity,
  perSecond: Infinity,
  perSecondBefore: 0,
  slowedAt: -Infinity,
};

/** How one request ended. Times are `Clock.elapsed`. */
export interface RequestEnd {
  outcome: Outcome;
  startedAt: number;
  now: number;
  /** Requests to the host that started within the last second. */
  startsInSecond: number;
  limits: PaceLimits;
}

/** The share of its former pace that a host regains in a second of good answers. */
const regainShare = 0.1;

/** Requests under way at once that pace and ceiling allow; at least one. */
export const allowedAtOnce = ({ atOnce }: Pick<HostPace, 'atOnce'>, limits: PaceLimits): number =>
  Math.max(1, Math.floor(Math.min(atOnce, limits.atOnce)));

/** Requests a second that pace and ceiling allow; at least one. */
export const allowedPerSecond = ({ perSecond }: Pick<HostPace, 'perSecond'>, limits: PaceLimits): number =>
  Math.max(1, Math.floor(Math.min(perSecond, limits.perSecond ?? Infinity)));

/** The rules for the pace: small steps up with good answers, half with an overloaded one. */
export function adapt(pace: HostPace, end: RequestEnd): HostPace {
  const { outcome, startedAt, limits } = end;
  if (outcome === 'neutral' || startedAt < pace.slowedAt) return pace;
  return outcome === 'good' ? grow(pace, limits) : slow(pace, end);
}

function grow(pace: HostPace, limits: PaceLimits): HostPace {
  const goal = limits.perSecond ?? 2 * pace.perSecondBefore;
  const perSecond = pace.perSecond + (regainShare * goal) / pace.perSecond;
  return {
    ...pace,
    atOnce: pace.atOnce + 1 / pace.atOnce,
    // Twice the pace that was too much, and no complaint: then the number at once is limit enough.
    perSecond: perSecond >= goal ? Infinity : perSecond,
  };
}

function slow(pace: HostPace, { now, startsInSecond, limits }: RequestEnd): HostPace {
  const seen = Math.min(allowedPerSecond(pace, limits), Math.max(2, startsInSecond));
  return {
    atOnce: Math.max(1, allowedAtOnce(pace, limits) / 2),
    perSecond: Math.max(1, seen / 2),
    perSecondBefore: Math.max(pace.perSecondBefore, seen),
    slowedAt: now + 1,
  };
}
