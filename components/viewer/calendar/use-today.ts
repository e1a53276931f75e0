import { useEffect, useState } from 'preact/hooks';
import { serviceMoment } from '../../../lib/mail/clock.ts';

/** The number of today on the services' clock; looked at again whenever the window is, for some stay open overnight. */
export function useToday(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const look = (): void => setNow(Date.now());
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return serviceMoment(now).day;
}
