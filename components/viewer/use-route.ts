import { useCallback, useEffect, useState } from 'preact/hooks';
import { parseRoute, routeHref } from './route.ts';
import type { Route } from './route.ts';

/** The route in the address, and the way to another. `replace` leaves no step for the back button. */
export function useRoute(): { route: Route; go(route: Route, how?: 'push' | 'replace'): void } {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const onHashChange = (): void => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, []);
  const go = useCallback((to: Route, how: 'push' | 'replace' = 'push') => {
    if (how === 'replace') location.replace(routeHref(to));
    else location.hash = routeHref(to);
  }, []);
  return { route, go };
}
