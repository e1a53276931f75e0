import { useEffect, useRef, useState } from 'preact/hooks';
import type { MediaItem } from '../../../lib/mail/media.ts';

/** How long a picture stays on screen, in milliseconds. */
const stayMs = 4_000;

/** Steps through pictures automatically. */
export interface Slideshow {
  isOn: boolean;
  isPossible: boolean;
  toggle(): void;
}

/** Steps to the next saved picture every few seconds, after the last one to the first; videos and audio are skipped. */
export function useSlideshow(
  items: readonly MediaItem[],
  index: number,
  onStep: (index: number) => void,
): Slideshow {
  const [isOn, setOn] = useState(false);
  const next = findNext(items, index);
  const latest = useRef(onStep);
  latest.current = onStep;
  useEffect(() => {
    if (!isOn || next === undefined) return;
    const timer = setTimeout(() => latest.current(next), stayMs);
    return () => clearTimeout(timer);
  }, [isOn, next]);
  const isPossible = next !== undefined;
  return { isOn: isOn && isPossible, isPossible, toggle: () => setOn((before) => !before) };
}

function findNext(items: readonly MediaItem[], index: number): number | undefined {
  for (let by = 1; by < items.length; by++) {
    const at = (index + by) % items.length;
    const file = items[at]?.file;
    if (file?.ref.kind === 'image' && file.state === 'saved') return at;
  }
  return undefined;
}
