import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Point } from './zoom.ts';

/** What touches, mouse and wheel do to a picture. Points are counted from the stage's centre. */
export interface Gestures {
  /** Whether a drag moves the picture and is therefore not a swipe. */
  isZoomed: boolean;
  onZoom(factor: number, at: Point): void;
  onPan(by: Point): void;
  /** Enlarges at a point, or shows the whole picture again. */
  onToggle(at: Point): void;
  /** −1: to the picture on the left, 1: to the one on the right. */
  onSwipe(direction: -1 | 1): void;
  onSwipeDown(): void;
}

const swipeLeast = 48;
const doubleTapMs = 320;
const doubleTapReach = 24;

/** Listens on an element. A click of one pointer that did not move is left to other listeners. */
export function useGestures(stage: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  latest.current = gestures;
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const pointers = new Map<number, Point>();
    let start: Point = { x: 0, y: 0 };
    let wasPinch = false;
    let lastTap = { at: -Infinity, x: 0, y: 0 };

    const placeOf = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return {
        x: event.clientX - box.left - box.width / 2,
        y: event.clientY - box.top - box.height / 2,
      };
    };
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      const at = placeOf(event);
      if (pointers.size === 0) {
        start = at;
        wasPinch = false;
      } else wasPinch = true;
      pointers.set(event.pointerId, at);
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent): void => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = placeOf(event);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, now);
      if (other) {
        const factor = distance(now, other) / Math.max(1, distance(before, other));
        latest.current.onZoom(factor, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
      } else if (latest.current.isZoomed) {
        latest.current.onPan({ x: now.x - before.x, y: now.y - before.y });
      }
    };
    const up = (event: PointerEvent): void => {
      if (!pointers.delete(event.pointerId) || event.type === 'pointercancel') return;
      if (pointers.size > 0 || wasPinch) return;
      const end = placeOf(event);
      const by = { x: end.x - start.x, y: end.y - start.y };
      if (distance(end, start) < 8) return tap(end, event.timeStamp);
      if (latest.current.isZoomed) return;
      if (Math.abs(by.x) >= swipeLeast && Math.abs(by.x) > Math.abs(by.y)) {
        latest.current.onSwipe(by.x < 0 ? 1 : -1);
      } else if (by.y >= swipeLeast * 2) latest.current.onSwipeDown();
    };
    const tap = (at: Point, time: number): void => {
      const isDouble = time - lastTap.at < doubleTapMs && distance(at, lastTap) < doubleTapReach;
      lastTap = isDouble ? { at: -Infinity, x: 0, y: 0 } : { at: time, ...at };
      if (isDouble) latest.current.onToggle(at);
    };
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      // Some mice report lines or pages, which are about 16 and 400 pixels.
      const pixels = event.deltaY * (event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? 16 : 400);
      latest.current.onZoom(Math.exp(-pixels / 300), placeOf(event));
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('wheel', wheel);
    };
  }, [stage]);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
