import type { Session } from '../sources/source.ts';
import type { RestReason, Run } from './run.ts';
import { isHeldUntil } from './retry-timing.ts';
import { canGoOn } from './runs.ts';

/** What the world says about a run. What is undefined was not looked at yet. */
export interface World {
  /** Milliseconds since 1970. */
  now: number;
  /** All hosts of the service are permitted. */
  isAllowed?: boolean;
  isOnline?: boolean;
  /** The mailbox's session, or why there is none. */
  signIn?: Session | 'signed-out' | 'account-changed';
}

/** A part of the world that the next step depends on. */
export type Look = 'permission' | 'network' | 'sign-in';

/** What happens with a run next. */
export type Step =
  /** Nothing: it has ended, is paused, or waits for a time. */
  | { step: 'leave' }
  /** The world has to be looked at first. */
  | { step: 'look'; at: Look }
  /** It rests until the reason is gone. */
  | { step: 'rest'; reason: RestReason }
  | { step: 'go'; session: Session };

/**
 * The rules for a run that wants to go on. The service's pages are read last, because that needs the permission, and
 * without the network nothing would follow.
 */
export function nextStep(run: Pick<Run, 'state' | 'notBefore' | 'wasAllowed'>, world: World): Step {
  if (!canGoOn(run)) return { step: 'leave' };
  if (run.notBefore && isHeldUntil(Date.parse(run.notBefore), world.now)) return { step: 'leave' };
  if (world.isAllowed === undefined) return { step: 'look', at: 'permission' };
  if (!world.isAllowed)
    return { step: 'rest', reason: run.wasAllowed ? 'permission-missing' : 'not-allowed-yet' };
  if (world.isOnline === undefined) return { step: 'look', at: 'network' };
  if (!world.isOnline) return { step: 'rest', reason: 'offline' };
  if (world.signIn === undefined) return { step: 'look', at: 'sign-in' };
  if (typeof world.signIn === 'string') return { step: 'rest', reason: world.signIn };
  return { step: 'go', session: world.signIn };
}
