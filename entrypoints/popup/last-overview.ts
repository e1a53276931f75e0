import type { Language } from '../../components/shared/translate.ts';
import type { Overview, Settings } from '../../lib/messages.ts';

/**
 * The content of the popup when it was last open, read before the background answers, so that the popup opens in its
 * final shape.
 */
export interface LastShown {
  overview: Overview;
  language: Language;
  theme: Settings['theme'];
}

const place = 'lastShown';

/** Undefined at the first opening, or when the stored value cannot be read. */
export function findLastShown(): LastShown | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as LastShown | null;
    return Array.isArray(kept?.overview?.services) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Stores the content for the next opening; without room nothing is stored. */
export function keepLastShown(shown: LastShown): void {
  try {
    localStorage.setItem(place, JSON.stringify(shown));
  } catch {
    localStorage.removeItem(place);
  }
}
