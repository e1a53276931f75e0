import type { SourceId } from '../mail/mail.ts';
import { createGovernor, type Governor } from './governor.ts';
import type { PaceLimits } from './pace.ts';
import type { Clock } from './ports.ts';

/** The governor of a service, with the ceilings that hold from now on. */
export type KeptGovernors = (service: SourceId, limits: () => PaceLimits) => Governor;

/**
 * One governor per service for as long as the worker lives. A run that rested because the service was overloaded goes on
 * at the pace the service has borne, instead of at the ceiling, which would be refused again.
 */
export function createKeptGovernors(clock: Clock): KeptGovernors {
  const kept = new Map<SourceId, { governor: Governor; limits: () => PaceLimits }>();
  return (service, limits) => {
    const known = kept.get(service);
    if (known) {
      known.limits = limits;
      return known.governor;
    }
    const fresh: { governor: Governor; limits: () => PaceLimits } = {
      limits,
      governor: createGovernor({ clock, limits: () => fresh.limits() }),
    };
    kept.set(service, fresh);
    return fresh.governor;
  };
}
