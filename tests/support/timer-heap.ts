/** A callback due at a moment of simulated time. */
export interface Timer {
  at: number;
  isCancelled: boolean;
  fire(): void;
}

/** Timers in the order they are due. */
export interface TimerHeap {
  add(timer: Timer): void;
  /**
   * Removes and returns the first timer that is not cancelled; of those due at the same moment, the one added first.
   */
  take(): Timer | undefined;
}

/** A binary heap: simulations hold many thousand timers at once. */
export function createTimerHeap(): TimerHeap {
  const heap: { timer: Timer; order: number }[] = [];
  let order = 0;
  const isBefore = (a: number, b: number) => {
    const first = heap[a]!;
    const second = heap[b]!;
    return (
      first.timer.at < second.timer.at || (first.timer.at === second.timer.at && first.order < second.order)
    );
  };
  const swap = (a: number, b: number) => ([heap[a], heap[b]] = [heap[b]!, heap[a]!]);

  function rise(at: number): void {
    for (let parent; at > 0 && isBefore(at, (parent = (at - 1) >> 1)); at = parent) swap(at, parent);
  }

  function sink(at: number): void {
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isBefore(child, least)) least = child;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  }

  function takeAny(): Timer | undefined {
    const first = heap[0]?.timer;
    const last = heap.pop();
    if (last && heap.length > 0) {
      heap[0] = last;
      sink(0);
    }
    return first;
  }

  return {
    add(timer) {
      heap.push({ timer, order: order++ });
      rise(heap.length - 1);
    },
    take() {
      for (let timer; (timer = takeAny());) if (!timer.isCancelled) return timer;
      return undefined;
    },
  };
}
