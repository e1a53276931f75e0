import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The part of the wall to render, in CSS pixels, and the width of the wall. */
export interface WallWindow {
  top: number;
  bottom: number;
  width: number;
}

/** Heights are rounded to steps of this many pixels, so that most scroll events cause no render. */
const step = 160;
/** Rendered above and below the visible part, in CSS pixels. */
const margin = 480;

/** Follows the scroll position of an element and the width of the wall inside it. */
export function useWallWindow(
  scroller: RefObject<HTMLElement | null>,
  wall: RefObject<HTMLElement | null>,
): WallWindow {
  const [seen, setSeen] = useState<WallWindow>({ top: 0, bottom: 0, width: 0 });
  useLayoutEffect(() => {
    const outer = scroller.current;
    const inner = wall.current;
    if (!outer || !inner) return;
    const update = (): void => {
      const scrolled = outer.getBoundingClientRect().top - inner.getBoundingClientRect().top;
      const top = Math.floor((scrolled - margin) / step) * step;
      const bottom = Math.ceil((scrolled + outer.clientHeight + margin) / step) * step;
      const width = inner.clientWidth;
      setSeen((before) =>
        before.top === top && before.bottom === bottom && before.width === width
          ? before
          : { top, bottom, width },
      );
    };
    update();
    const sizes = new ResizeObserver(update);
    sizes.observe(outer);
    sizes.observe(inner);
    outer.addEventListener('scroll', update, { passive: true });
    return () => {
      sizes.disconnect();
      outer.removeEventListener('scroll', update);
    };
  }, [scroller, wall]);
  return seen;
}
