import { vi } from 'vitest';

/** Loads modules anew, with `fake` as their browser. Other test files share the thread and meet nothing of it. */
export async function withBrowser<T>(fake: object, load: () => Promise<T>): Promise<T> {
  vi.resetModules();
  vi.doMock('wxt/browser', () => ({ browser: fake }));
  try {
    return await load();
  } finally {
    vi.doUnmock('wxt/browser');
    vi.resetModules();
  }
}
