import type { StoredFile } from '../../zip/stored-file.ts';
import type { MailLibrary, OpenAsset } from '../../mail/mail-library.ts';
import { mediaKeyText, type MediaFile } from '../../mail/media.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { ThumbnailRecord } from '../mail-store/records/thumbnails.ts';
import type { ThumbnailStore } from '../mail-store/doors/thumbnail-store.ts';
import { createNewestFirstQueue } from './newest-first-queue.ts';
import type { MakeThumbnail, Thumbnail } from './thumbnail-maker.ts';

/** The number of pictures decoded at once: each may take 50 MB of memory. */
const atOnce = 3;
/** New thumbnails are stored together, when there are this many or after `restMs` milliseconds. */
const writtenAtOnce = 24;
const restMs = 300;

/** The parts that thumbnails need. */
export interface ThumbnailParts {
  store: ThumbnailStore;
  make: MakeThumbnail;
  openFile(owner: AccountKey, assetKey: string): Promise<StoredFile | undefined>;
}

/** Adds thumbnails to a library: stored ones are opened at once, others are made, shown and stored. */
export function withThumbnails(library: MailLibrary, { store, make, openFile }: ThumbnailParts): MailLibrary {
  const queue = createNewestFirstQueue(atOnce);
  const find = createBatchReader(store);
  const keep = createBatchWriter(store);
  /** Files that the browser cannot decode; not tried again while the page is open. */
  const impossible = new Set<string>();

  return {
    ...library,
    async openThumbnail(file, signal) {
      const { service, account, ref } = file;
      const kept = await find(file);
      signal.throwIfAborted();
      if (kept) return shown(kept);
      const name = mediaKeyText(file);
      if (file.state !== 'saved' || ref.kind === 'audio' || impossible.has(name)) return undefined;
      return queue.run(async () => {
        const stored = await openFile(file, ref.key);
        const made = stored && (await make(stored.blob()));
        if (!made) {
          impossible.add(name);
          return undefined;
        }
        keep({ service, account, key: ref.key, ...made });
        return shown(made);
      }, signal);
    },
  };
}

function shown({ bytes, contentType }: Thumbnail): OpenAsset {
  const url = URL.createObjectURL(new Blob([bytes], { type: contentType }));
  return { url, contentType, sizeBytes: bytes.byteLength, release: () => URL.revokeObjectURL(url) };
}

/** Combines the requests of one moment, a screenful of them, into one transaction. */
function createBatchReader(store: ThumbnailStore) {
  let requests: { file: MediaFile; answer: (found: Promise<ThumbnailRecord | undefined>) => void }[] = [];
  const read = (): void => {
    const batch = requests;
    requests = [];
    const found = store.read(batch.map(({ file }) => ({ ...file, key: file.ref.key })));
    batch.forEach(({ answer }, at) => answer(found.then((records) => records[at])));
  };
  return (file: MediaFile): Promise<ThumbnailRecord | undefined> =>
    new Promise((resolve) => {
      if (requests.length === 0) setTimeout(read);
      requests.push({ file, answer: resolve });
    });
}

function createBatchWriter(store: ThumbnailStore): (made: ThumbnailRecord) => void {
  let batch: ThumbnailRecord[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const written = batch;
    batch = [];
    // Without room the gallery still shows what was made; it only has to be made again.
    store.put(written).catch(() => undefined);
  };
  return (made) => {
    batch.push(made);
    if (batch.length >= writtenAtOnce) write();
    else timer ??= setTimeout(write, restMs);
  };
}
