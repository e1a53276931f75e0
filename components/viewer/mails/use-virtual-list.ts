import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';

interface VirtualListOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Height to expect of a row, in CSS pixels, before it is measured. */
  estimateSize(index: number): number;
  keyOf(index: number): string;
}

/** The rows to draw and where, and the ways to move. */
export interface VirtualList {
  items: VirtualItem[];
  totalSize: number;
  /** Given as `ref` to each row, which carries its index as `data-index`. */
  measure(element: HTMLElement | null): void;
  scrollTo(index: number): void;
}

/** Draws only what is near the window of a scrolling element. Row heights are measured as rows appear. */
export function useVirtualList({ scroller, count, estimateSize, keyOf }: VirtualListOptions): VirtualList {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey: keyOf,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    totalSize: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
