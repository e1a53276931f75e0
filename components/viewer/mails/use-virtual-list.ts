import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';

interface VirtualListOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** The exact height of a row in CSS pixels. A new function means new heights. */
  estimateSize(index: number): number;
}

/** The rows to render and their positions, and the functions that scroll. */
export interface VirtualList {
  items: VirtualItem[];
  totalSize: number;
  /** The index of the first row that is at least partly visible. */
  firstVisible: number;
  scrollTo(index: number, align: 'auto' | 'center'): void;
}

/**
 * Renders only rows near the visible part of a scrolling element. Heights are given, never measured: measuring would
 * move all following rows.
 */
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
