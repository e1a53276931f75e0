import type { Clock } from '../../../backup/ports.ts';

/** Looked at again after so long: the answer may cost the browser a walk over its files. */
const lookMs = 15_000;

/** Bytes the browser would still let us store; undefined where it does not tell. */
export async function readFreeBytes(): Promise<number | undefined> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
  } catch {
    return undefined;
  }
}

/** The room left as `read` tells it, as of a few seconds ago; undefined before the first look and where the browser does not tell. */
export function createRoomWatch(
  clock: Pick<Clock, 'now'>,
  read: () => Promise<number | undefined>,
): { freeBytes(): number | undefined } {
  let known: number | undefined;
  let lookedAt = -Infinity;
  return {
    freeBytes() {
      const now = clock.now();
      // Also after the clock was set back.
      if (Math.abs(now - lookedAt) >= lookMs) {
        lookedAt = now;
        void read().then((free) => (known = free));
      }
      return known;
    },
  };
}
