import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

interface FakeItem {
  id: number;
  state: 'in_progress' | 'complete' | 'interrupted';
  fileSize: number;
  bytesReceived: number;
  error?: string;
  exists?: boolean;
}

/** The browser's downloads, with one download in it. */
function fakeDownloads(item: FakeItem) {
  const changed = new Set<(delta: { id: number }) => void>();
  const asked: unknown[] = [];
  const cancelled: number[] = [];
  const log: string[] = [];
  const done = (what: string): Promise<void> => {
    log.push(what);
    return Promise.resolve();
  };
  const refused = (): Promise<never> => Promise.reject(new Error('There is nothing to do.'));
  return {
    log,
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
      removeFile: (id: number) => (item.state === 'complete' ? done(`removed ${id}`) : refused()),
      erase: ({ id }: { id: number }) => done(`erased ${id}`),
      show: (id: number) => done(`shown ${id}`),
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
  let saveFile: typeof import('../../../../lib/browser/export/download.ts').saveFile;

  beforeEach(async () => {
    downloads = fakeDownloads({ ...item });
    vi.resetModules();
    vi.doMock('wxt/browser', () => ({ browser: { downloads: downloads.api } }));
    ({ saveFile } = await import('../../../../lib/browser/export/download.ts'));
  });
  afterEach(() => vi.doUnmock('wxt/browser'));

  it('asks for no name and overwrites nothing', async () => {
    const saving = saveFile(file, never);
    await expect.poll(() => downloads.asked).toHaveLength(1);
    downloads.become({ state: 'complete', fileSize: 5 });
    await saving;
    expect(downloads.asked).toEqual([
      { url: 'blob:x', filename: 'mail-ark.zip', saveAs: false, conflictAction: 'uniquify' },
    ]);
    expect(downloads.listeners.size).toBe(0);
  });

  it('notices a small file that is complete before its id is known', async () => {
    downloads.become({ state: 'complete', fileSize: 5 });
    await expect(saveFile(file, never)).resolves.toBe(7);
  });

  it('goes on waiting while the file grows', async () => {
    const saving = saveFile(file, never);
    await expect.poll(() => downloads.asked).toHaveLength(1);
    downloads.become({ bytesReceived: 3 });
    downloads.become({ state: 'complete', fileSize: 5 });
    await expect(saving).resolves.toBe(7);
  });

  it('refuses a file of another size', async () => {
    downloads.become({ state: 'complete', fileSize: 4 });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'download-interrupted' });
  });

  it('rejects when it is interrupted', async () => {
    downloads.become({ state: 'interrupted', error: 'FILE_FAILED' });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'download-interrupted' });
  });

  it('rejects when the disk is full', async () => {
    downloads.become({ state: 'interrupted', error: 'FILE_NO_SPACE' });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'storage-full' });
  });

  it('removes the download when cancelled', async () => {
    const cancelled = new AbortController();
    const saving = saveFile(file, cancelled.signal);
    await expect.poll(() => downloads.asked).toHaveLength(1);
    cancelled.abort(new Error('enough'));
    downloads.become({ state: 'interrupted', error: 'USER_CANCELED' });
    await expect(saving).rejects.toThrow('enough');
    expect(downloads.cancelled).toContain(7);
  });

  it('leaves nothing of a download that failed', async () => {
    downloads.become({ state: 'interrupted', error: 'FILE_FAILED' });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'download-interrupted' });
    expect(downloads.log).toEqual(['erased 7']);
    downloads.become({ state: 'complete', fileSize: 4 });
    await expect(saveFile(file, never)).rejects.toMatchObject({ code: 'download-interrupted' });
    expect(downloads.log).toEqual(['erased 7', 'removed 7', 'erased 7']);
  });
});

describe('Earlier downloads', () => {
  const at = async (change: Partial<FakeItem>, kept: Record<string, unknown> = { exportDownload: 7 }) => {
    const downloads = fakeDownloads({ ...item, ...change });
    vi.resetModules();
    const local = {
      get: (key: string) => Promise.resolve({ [key]: kept[key] }),
      set: (values: object) => Promise.resolve(void Object.assign(kept, values)),
      remove: (key: string) => Promise.resolve(void delete kept[key]),
    };
    vi.doMock('wxt/browser', () => ({ browser: { downloads: downloads.api, storage: { local } } }));
    return { downloads, kept, ...(await import('../../../../lib/browser/export/download.ts')) };
  };
  afterEach(() => vi.doUnmock('wxt/browser'));

  it('that an export never ended are removed', async () => {
    for (const state of ['in_progress', 'interrupted'] as const) {
      const { downloads, kept, takeBackLeftovers } = await at({ state });
      await takeBackLeftovers();
      expect(downloads.log).toEqual(['erased 7']);
      expect(kept).toEqual({});
    }
  });

  it('that are complete, or not of an export, stay', async () => {
    for (const [state, kept] of [
      ['complete', { exportDownload: 7 }],
      ['in_progress', {}],
    ] as const) {
      const { downloads, takeBackLeftovers } = await at({ state }, kept);
      await takeBackLeftovers();
      expect(downloads.log).toEqual([]);
    }
  });

  it('are recorded while they run, and forgotten when they end', async () => {
    const { downloads, kept, saveExportFile } = await at({}, {});
    const saving = saveExportFile(file, never);
    await expect.poll(() => kept).toEqual({ exportDownload: 7 });
    downloads.become({ state: 'complete', fileSize: 5 });
    await saving;
    expect(kept).toEqual({});
  });

  it('are shown in their folder while they are there', async () => {
    const { downloads, showFile } = await at({ state: 'complete', exists: true });
    expect(await showFile(7)).toBe(true);
    downloads.become({ exists: false });
    expect(await showFile(7)).toBe(false);
    expect(downloads.log).toEqual(['shown 7']);
  });
});
