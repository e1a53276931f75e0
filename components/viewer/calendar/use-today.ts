import { useEffect, useState } from 'preact/hooks';
import { serviceMoment } from '../../../lib/mail/clock.ts';

/**
 * The number of today on the services' clock, updated whenever the window becomes visible: it may stay open overnight.
 */
export function useToday(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const update = (): void => setNow(Date.now());
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  }, []);
  return serviceMoment(now).day;
}
