import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Overview } from '../../../../lib/messages.ts';
import { withBrowser } from '../../../support/with-browser.ts';

const world = { settings: {}, shown: [] as string[] };

const { notifyEndings } = await withBrowser(
  {
    notifications: {
      create: (name: string, { title, message }: { title: string; message: string }) =>
        Promise.resolve(void world.shown.push(`${name}: ${title}, ${message}`)),
    },
    runtime: { getURL: (path: string) => path },
    storage: { local: { get: () => Promise.resolve({ settings: world.settings }) } },
  },
  () => import('../../../../lib/browser/shell/notify-endings.ts'),
);

const overview: Overview = { services: [], export: { phase: 'idle' } };
const endings = [
  { who: 'service 1', how: 'done' },
  { who: 'service 2', how: 'failed' },
  { who: 'export', how: 'done' },
] as const;

beforeEach(() => {
  world.shown = [];
  world.settings = { notifyWhenDone: true, language: 'ko' };
});

describe('the notifications of endings', () => {
  it('are shown in the language of the settings, but for what has no words', async () => {
    await notifyEndings(endings, overview, ({ who, how }, _overview, language) =>
      Promise.resolve(who === 'service 2' ? undefined : { title: how, message: language }),
    );
    expect(world.shown).toEqual(['service 1: done, ko', 'export: done, ko']);
  });

  it('are not even worded where the user did not choose them', async () => {
    world.settings = { notifyWhenDone: false };
    const describeEnding = vi.fn(() => Promise.resolve({ title: '', message: '' }));
    await notifyEndings(endings, overview, describeEnding);
    expect(describeEnding).not.toHaveBeenCalled();
    expect(world.shown).toEqual([]);
  });
});
