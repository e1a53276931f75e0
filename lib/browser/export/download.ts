import { browser } from 'wxt/browser';
import { MailArkError, StorageFullError } from '../../errors.ts';

/** A file at an object URL of the extension. */
export interface FileToSave {
  objectUrl: string;
  fileName: string;
  sizeBytes: number;
}

/**
 * Saves a file among the downloads, under another name when the name is taken. Resolves with the download's id once the
 * file is complete and has the expected size; rejects with `download-interrupted` or `storage-full`, or with the
 * signal's reason, after removing the download.
 */
export async function saveFile(
  file: FileToSave,
  signal: AbortSignal,
  onBegun: (id: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  signal.throwIfAborted();
  const changes = watchChanges();
  try {
    const id = await browser.downloads.download({
      url: file.objectUrl,
      filename: file.fileName,
      saveAs: false,
      conflictAction: 'uniquify',
    });
    const cancel = (): void => void browser.downloads.cancel(id).catch(() => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await onBegun(id);
      if (signal.aborted) cancel();
      await ending(id, file.sizeBytes, changes, signal);
      return id;
    } catch (error) {
      await takeBack(id);
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  } finally {
    changes.stop();
  }
}

/** Removes a download: cancels it, deletes its file, and erases it from the list. Never rejects. */
export async function takeBack(id: number): Promise<void> {
  const { downloads } = browser;
  // Each call rejects when there is nothing for it to do.
  await downloads.cancel(id).catch(() => undefined);
  await downloads.removeFile(id).catch(() => undefined);
  await downloads.erase({ id }).catch(() => undefined);
}

/** The storage key of the id of the export's running download, so that it can be found after the process was killed. */
const runningKey = 'exportDownload';

/** Like `saveFile`, for a file of an export: `takeBackLeftovers` finds it after the process was killed. */
export async function saveExportFile(file: FileToSave, signal: AbortSignal): Promise<number> {
  try {
    return await saveFile(file, signal, (id) => browser.storage.local.set({ [runningKey]: id }));
  } finally {
    await browser.storage.local.remove(runningKey);
  }
}

/** Removes the export's download that never ended, because the browser or the background was killed. */
export async function takeBackLeftovers(): Promise<void> {
  const id = (await browser.storage.local.get(runningKey))[runningKey];
  if (typeof id !== 'number') return;
  const [item] = await browser.downloads.search({ id });
  if (item && item.state !== 'complete') await takeBack(id);
  await browser.storage.local.remove(runningKey);
}

/** Shows a saved file in its folder; resolves with false when it is no longer there. */
export async function showFile(id: number): Promise<boolean> {
  const [item] = await browser.downloads.search({ id });
  if (!item || item.state !== 'complete' || !item.exists) return false;
  browser.downloads.show(id);
  return true;
}

async function ending(id: number, sizeBytes: number, changes: Changes, signal: AbortSignal): Promise<void> {
  for (;;) {
    // Registered before the search, so that no change is missed in between.
    const changed = changes.next(id);
    const [item] = await browser.downloads.search({ id });
    signal.throwIfAborted();
    if (!item) throw new MailArkError('download-interrupted', 'The download has gone from the list.');
    if (item.state === 'interrupted') {
      if (item.error === 'FILE_NO_SPACE') throw new StorageFullError();
      throw new MailArkError('download-interrupted', 'The file was not saved to its end.');
    }
    if (item.state === 'complete') {
      const savedBytes = item.fileSize > 0 ? item.fileSize : item.bytesReceived;
      if (savedBytes === sizeBytes) return;
      throw new MailArkError('download-interrupted', 'The saved file has another size than the archive.');
    }
    await changed;
  }
}

interface Changes {
  next(id: number): Promise<void>;
  stop(): void;
}

/** Listens from before the download begins: a small file is complete before its id is known. */
function watchChanges(): Changes {
  let waiting: { id: number; resolve: () => void } | undefined;
  const listener = ({ id }: { id: number }): void => {
    if (waiting?.id === id) waiting.resolve();
  };
  browser.downloads.onChanged.addListener(listener);
  browser.downloads.onErased.addListener(erased);
  function erased(id: number): void {
    listener({ id });
  }
  return {
    next: (id) =>
      new Promise((resolve) => {
        waiting = { id, resolve };
      }),
    stop() {
      browser.downloads.onChanged.removeListener(listener);
      browser.downloads.onErased.removeListener(erased);
    },
  };
}
