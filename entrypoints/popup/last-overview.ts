import type { Language } from '../../components/shared/translate.ts';
import type { Overview, Settings } from '../../lib/messages.ts';

/** What the popup showed last, read before anything else answers, so that the page opens in its final shape. */
export interface LastShown {
  overview: Overview;
  language: Language;
  theme: Settings['theme'];
}

const place = 'lastShown';

/** Undefined at the first opening, or when what was kept cannot be read. */
export function findLastShown(): LastShown | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as LastShown | null;
    return Array.isArray(kept?.overview?.services) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it for the next opening; without room it is simply not kept. */
export function keepLastShown(shown: LastShown): void {
  try {
    localStorage.setItem(place, JSON.stringify(shown));
  } catch {
    localStorage.removeItem(place);
  }
}
