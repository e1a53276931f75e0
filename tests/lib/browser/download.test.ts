import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

interface FakeItem {
  id: number;
  state: 'in_progress' | 'complete' | 'interrupted';
  fileSize: number;
  bytesReceived: number;
  error?: string;
}

/** The browser's downloads, with one download in it. */
function fakeDownloads(item: FakeItem) {
  const changed = new Set<(delta: { id: number }) => void>();
  const asked: unknown[] = [];
  const cancelled: number[] = [];
  return {
    asked,
    cancelled,
    listeners: changed,
    become(change: Partial<FakeItem>) {
      Object.assign(item, change);
      for (const listener of changed) listener({ id: item.id });
    },
    api: {
      download(options: unknown) {
        asked.push(options);
        return Promise.resolve(item.id);
      },
      search: () => Promise.resolve([{ ...item }]),
      cancel(id: number) {
        cancelled.push(id);
        return Promise.resolve();
      },
      onChanged: {
        addListener: (listener: (delta: { id: number }) => void) => changed.add(listener),
        removeListener: (listener: (delta: { id: number }) => void) => changed.delete(listener),
      },
      onErased: { addListener: () => undefined, removeListener: () => undefined },
    },
  };
}

const file = { objectUrl: 'blob:x', fileName: 'mail-ark.zip', sizeBytes: 5 };
const never = new AbortController().signal;
const item: FakeItem = { id: 7, state: 'in_progress', fileSize: -1, bytesReceived: 0 };

describe('Saving a file', () => {
  let downloads: ReturnType<typeof fakeDownloads>;
  let saveFile: typeof import('../../../lib/browser/download.ts').saveFile;

  beforeEach(async () => {
    downloads = fakeDownloads({ ...item });
    vi.resetModules();
    vi.doMock('wxt/browser', () => ({ browser: { downloads: downloads.api } }));
    ({ saveFile } = await import('../../../lib/browser/download.ts'));
  });
  afterEach(() => vi.doUnmock('wxt/browser'));

  it('asks nobody for a name and overwrites nothing', async () => {
    const saving = saveFile(file, never);
    await vi.waitFor(() => expect(downloads.asked).toHaveLength(1));
    downloads.become({ state: 'complete', fileSize: 5 });
    await saving;
    expect(downloads.asked).toEqual([
      { url: 'blob:x', filename: 'mail-ark.zip', saveAs: false, conflictAction: 'uniquify' },
    ]);
    expect(downloads.listeners.size).toBe(0);
  });

  it('sees a small file that is complete before its number is known', async () => {
    downloads.become({ state: 'complete', fileSize: 5 });
    await expect(saveFile(file, never)).resolves.toBeUndefined();
  });

  it('goes on waiting while the file grows', async () => {
    const saving = saveFile(file, never);
    await vi.waitFor(() => expect(downloads.asked).toHaveLength(1));
    downloads.become({ bytesReceived: 3 });
    downloads.become({ state: 'complete', fileSize: 5 });
    await expect(saving).resolves.toBeUndefined();
  });

  it('refuses a file of another size', async () => {
    downloads.become({ state: 'complete', fileSize: 4 });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'download-interrupted' });
  });

  it('tells an interruption', async () => {
    downloads.become({ state: 'interrupted', error: 'FILE_FAILED' });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'download-interrupted' });
  });

  it('tells a full disk', async () => {
    downloads.become({ state: 'interrupted', error: 'FILE_NO_SPACE' });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'storage-full' });
  });

  it('takes the download back when cancelled', async () => {
    const cancelled = new AbortController();
    const saving = saveFile(file, cancelled.signal);
    await vi.waitFor(() => expect(downloads.asked).toHaveLength(1));
    cancelled.abort(new Error('enough'));
    downloads.become({ state: 'interrupted', error: 'USER_CANCELED' });
    await expect(saving).rejects.toThrow('enough');
    expect(downloads.cancelled).toEqual([7]);
  });
});
