import { browser } from 'wxt/browser';
import { MailArkError, StorageFullError } from '../errors.ts';

/** A file behind an object address of ours. */
export interface FileToSave {
  objectUrl: string;
  fileName: string;
  sizeBytes: number;
}

/**
 * Saves a file among the downloads, under another name when the name is taken. Resolves once it is complete and as long
 * as it should be; rejects with `download-interrupted` or `storage-full`, or with the signal's reason after
 * taking the download back.
 */
export async function saveFile(file: FileToSave, signal: AbortSignal): Promise<void> {
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
      if (signal.aborted) cancel();
      await ending(id, file.sizeBytes, changes, signal);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  } finally {
    changes.stop();
  }
}

async function ending(id: number, sizeBytes: number, changes: Changes, signal: AbortSignal): Promise<void> {
  for (;;) {
    // Registered before the question is asked, so that no change falls between.
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
