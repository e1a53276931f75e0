import { useEffect, useState } from 'preact/hooks';
import type { Clock } from '../../../lib/mail/clock.ts';

/** The number of today; looked at again whenever the window is, for some stay open overnight. */
export function useToday(clock: Clock): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const look = (): void => setNow(Date.now());
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return clock(now).day;
}
