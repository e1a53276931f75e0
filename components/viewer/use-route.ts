import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { parseRoute, routeHref } from './route.ts';
import type { Route } from './route.ts';

/** The route in the address, and the way to another. `replace` leaves no step for the back button. */
export function useRoute(place: RememberedPlace): {
  route: Route;
  go(route: Route, how?: 'push' | 'replace'): void;
} {
  const [route, setRoute] = useState(() => {
    // Who opens the viewer without naming a place goes on reading. Where the mail would hide the list, the list comes first.
    const before =
      location.hash === '' && matchMedia('(min-width: 701px)').matches ? place.read() : undefined;
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
    // The address may have changed since the first drawing, when nobody listened yet.
    adopt();
    return () => removeEventListener('hashchange', adopt);
  }, [adopt]);
  useEffect(() => {
    // A search or a page of settings found open again would only be in the way.
    if (route.page === 'mails')
      place.keep(routeHref({ page: 'mails', ...(route.mail && { mail: route.mail }) }));
  }, [place, route]);
  const go = useCallback(
    (to: Route, how: 'push' | 'replace' = 'push') => {
      if (how === 'replace') location.replace(routeHref(to));
      else location.hash = routeHref(to);
      // The event comes a moment later; what was pressed should answer at once.
      adopt();
    },
    [adopt],
  );
  return { route, go };
}

/** Where somebody read when the viewer was last open. */
export interface RememberedPlace {
  read(): string | undefined;
  keep(address: string): void;
}

const keptUnder = 'mail-ark-place';

/** Kept by the browser for this viewer; forgotten where the browser keeps nothing, as some do for pages opened from files. */
export const browserPlace: RememberedPlace = {
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
      // As above.
    }
  },
};
