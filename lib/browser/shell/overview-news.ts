import type { Overview } from '../../messages.ts';
import { showBadge } from './badge.ts';
import { findEndings } from './find-endings.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { sendNews } from './messenger.ts';
import { notifyEndings, type DescribeEnding } from './notify-endings.ts';
import { throttled } from './throttled.ts';

/** What a change of the overview reaches; `pauseMs` is named only where a test has its own. */
export interface OverviewNewsParts {
  read(): Promise<Overview>;
  journal: JournalKeeper;
  describeEnding: DescribeEnding;
  /** Called last: what ended may have been what an update waits for. */
  onShown(): Promise<void>;
  now(): number;
  /** Between two readings, milliseconds. */
  pauseMs?: number;
}

/**
 * The function to call after every change that the overview may show. It brings pages, badge, journal and notifications
 * up to date, a few times a second at most.
 */
export function createOverviewNews(parts: OverviewNewsParts): () => void {
  const { read, journal, describeEnding, onShown, now, pauseMs = 400 } = parts;
  return throttled(pauseMs, async () => {
    const overview = await read();
    sendNews('overviewChanged', overview);
    await showBadge(overview);
    const { before, after } = await journal.keep(overview, now());
    await notifyEndings(findEndings(before, after), overview, describeEnding);
    await onShown();
  });
}
