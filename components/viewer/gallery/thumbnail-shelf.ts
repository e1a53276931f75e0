import type { OpenAsset } from '../../../lib/mail/mail-library.ts';
import { mediaKeyText } from '../../../lib/mail/media.ts';
import type { MediaFile } from '../../../lib/mail/media.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';

/** The number of thumbnails kept open: several screens of them, some ten kilobytes each. */
const kept = 600;

/** Keeps thumbnails that were on screen, so that scrolling back shows them at once. */
export interface ThumbnailShelf {
  /** The address of a thumbnail that is open already. */
  find(file: MediaFile): string | undefined;
  /** Opens a thumbnail; resolves with undefined where there is none. */
  open(file: MediaFile, signal: AbortSignal): Promise<string | undefined>;
  close(): void;
}

/** Creates an empty shelf. Where the library makes no thumbnails, images are shown as they are. */
export function createThumbnailShelf(library: NamedLibrary): ThumbnailShelf {
  const opened = new Map<string, OpenAsset>();
  const nameOf = (file: MediaFile): string => `${mediaKeyText(file)} ${file.sha256 ?? ''}`;
  const put = (name: string, asset: OpenAsset): void => {
    opened.get(name)?.release();
    opened.delete(name);
    opened.set(name, asset);
    for (const [oldest, { release }] of opened) {
      if (opened.size <= kept) break;
      opened.delete(oldest);
      release();
    }
  };
  return {
    find(file) {
      const name = nameOf(file);
      const asset = opened.get(name);
      if (!asset) return undefined;
      opened.delete(name);
      opened.set(name, asset);
      return asset.url;
    },
    async open(file, signal) {
      const asset = library.openThumbnail
        ? await library.openThumbnail(file, signal)
        : file.ref.kind === 'image'
          ? await library.openAsset(file, file.ref.key)
          : undefined;
      if (!asset) return undefined;
      if (signal.aborted) {
        asset.release();
        return undefined;
      }
      put(nameOf(file), asset);
      return asset.url;
    },
    close() {
      for (const { release } of opened.values()) release();
      opened.clear();
    },
  };
}
