import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { parseRoute, routeHref } from './route.ts';
import type { Route } from './route.ts';

/** The route in the address, and the function that opens another. `replace` adds no step for the back button. */
export function useRoute(remembered: RememberedRoute): {
  route: Route;
  go(route: Route, how?: 'push' | 'replace'): void;
} {
  const [route, setRoute] = useState(() => {
    // A viewer opened without a route continues where the user was. On a narrow screen, where a mail hides the list, it
    // opens with the list.
    const before =
      location.hash === '' && matchMedia('(min-width: 701px)').matches ? remembered.read() : undefined;
    if (before !== undefined) location.replace(before);
    return parseRoute(location.hash);
  });
  const latest = useRef(location.hash);
  const adopt = useCallback(() => {
    if (latest.current === location.hash) return;
    latest.current = location.hash;
    setRoute(parseRoute(location.hash));
  }, []);
  useEffect(() => {
    addEventListener('hashchange', adopt);
    // The address may have changed between the first render and this listener.
    adopt();
    return () => removeEventListener('hashchange', adopt);
  }, [adopt]);
  useEffect(() => {
    // Only the mail is remembered: a search or a settings page restored later would be in the way.
    if (route.page === 'mails')
      remembered.keep(routeHref({ page: 'mails', ...(route.mail && { mail: route.mail }) }));
  }, [remembered, route]);
  const go = useCallback(
    (to: Route, how: 'push' | 'replace' = 'push') => {
      if (how === 'replace') location.replace(routeHref(to));
      else location.hash = routeHref(to);
      // `hashchange` fires later; a press should take effect at once.
      adopt();
    },
    [adopt],
  );
  return { route, go };
}

/** Remembers the route of the mails' page between visits. */
export interface RememberedRoute {
  read(): string | undefined;
  keep(address: string): void;
}

const keptUnder = 'mail-ark-place';

/**
 * Remembers the route in `localStorage`, and nothing where it is unavailable, as for pages opened from files in some
 * browsers.
 */
export const browserRoute: RememberedRoute = {
  read() {
    try {
      const kept = localStorage.getItem(keptUnder) ?? '';
      return kept.startsWith('#/mails/') ? kept : undefined;
    } catch {
      return undefined;
    }
  },
  keep(address) {
    try {
      localStorage.setItem(keptUnder, address);
    } catch {
      // Unavailable, as in `read`.
    }
  },
};
