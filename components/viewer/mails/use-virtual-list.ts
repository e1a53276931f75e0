import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';

interface VirtualListOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Exact height of a row in CSS pixels. Another function means other heights, the same one the same. */
  estimateSize(index: number): number;
}

/** The rows to draw and where, and the ways to move. */
export interface VirtualList {
  items: VirtualItem[];
  totalSize: number;
  /** The uppermost row of which something is to be seen. */
  firstVisible: number;
  scrollTo(index: number, align: 'auto' | 'center'): void;
}

/** Draws only what is near the window of a scrolling element. Heights are known, never measured: measuring moves all that follow. */
export function useVirtualList({ scroller, count, estimateSize }: VirtualListOptions): VirtualList {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  const [sizes, setSizes] = useState(() => estimateSize);
  virtualizer.setOptions(options);
  if (sizes !== estimateSize) {
    setSizes(() => estimateSize);
    virtualizer.measure();
  }
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    totalSize: virtualizer.getTotalSize(),
    firstVisible: virtualizer.range?.startIndex ?? 0,
    scrollTo: (index, align) => virtualizer.scrollToIndex(index, { align }),
  };
}
