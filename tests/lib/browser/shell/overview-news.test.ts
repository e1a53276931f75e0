import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { JournalEntry } from '../../../../lib/browser/shell/journal.ts';
import type { Overview } from '../../../../lib/messages.ts';
import { aService, now } from '../../../components/popup/states.ts';
import { withBrowser } from '../../../support/with-browser.ts';

const world = { log: [] as string[] };

const { createOverviewNews, noteChanges } = await withBrowser(
  {
    action: {
      setBadgeBackgroundColor: () => Promise.resolve(),
      setBadgeText: ({ text }: { text: string }) => Promise.resolve(void world.log.push(`badge ${text}`)),
    },
    notifications: { create: (name: string) => Promise.resolve(void world.log.push(`notice ${name}`)) },
    runtime: { getURL: (path: string) => path },
    storage: { local: { get: () => Promise.resolve({ settings: { notifyWhenDone: true } }) } },
  },
  async () => {
    vi.doMock('../../../../lib/browser/shell/messenger.ts', () => ({
      sendNews: (name: string) => world.log.push(`news ${name}`),
    }));
    const modules = [
      await import('../../../../lib/browser/shell/overview-news.ts'),
      await import('../../../../lib/browser/shell/journal.ts'),
    ] as const;
    vi.doUnmock('../../../../lib/browser/shell/messenger.ts');
    return { ...modules[0], ...modules[1] };
  },
);

beforeEach(() => {
  world.log = [];
});

describe('news of the overview', () => {
  it('reach pages, badge, notifications and the waiting update, in this order', async () => {
    let journal: readonly JournalEntry[] = [{ at: now - 90_000, who: 'service 1', what: 'running mails' }];
    const overview: Overview = {
      services: [aService({ phase: 'failed', code: 'forbidden' })],
      export: { phase: 'idle' },
    };
    const changed = createOverviewNews({
      read: () => Promise.resolve(overview),
      journal: {
        read: () => Promise.resolve(journal),
        keep: (seen, at) => {
          const before = journal;
          journal = noteChanges(before, seen, at);
          return Promise.resolve({ before, after: journal });
        },
      },
      describeEnding: () => Promise.resolve({ title: '', message: '' }),
      onShown: () => Promise.resolve(void world.log.push('shown')),
      now: () => now,
      pauseMs: 0,
    });
    changed();
    await expect.poll(() => world.log).toContain('shown');
    expect(world.log).toEqual(['news overviewChanged', 'badge !', 'notice service 1', 'shown']);
    expect(journal.at(-1)).toEqual({ at: now, who: 'service 1', what: 'failed forbidden' });
  });
});
