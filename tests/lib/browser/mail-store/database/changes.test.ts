import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openChanges } from '../../../../../lib/browser/mail-store/database/changes.ts';

describe('news of changed mails', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is told at once, then a few times a second at most, and never swallows the last change', () => {
    const changes = openChanges();
    const listener = vi.fn();
    changes.subscribe(listener);
    changes.announce();
    expect(listener).toHaveBeenCalledTimes(1);
    for (let change = 0; change < 50; change++) changes.announce();
    expect(listener).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(400);
    expect(listener).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(10_000);
    expect(listener).toHaveBeenCalledTimes(2);
    changes.close();
  });
});
