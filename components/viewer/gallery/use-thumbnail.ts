import { useEffect, useState } from 'preact/hooks';
import type { MediaFile } from '../../../lib/mail/media.ts';
import type { ThumbnailShelf } from './thumbnail-shelf.ts';

/** The thumbnail of a file: opening, open, or absent. */
export type ShownThumbnail = { state: 'opening' } | { state: 'open'; url: string } | { state: 'none' };

/** A file that is on screen for less is not opened, in milliseconds. */
const glanceMs = 80;

/** Opens a file's thumbnail while it is on screen. */
export function useThumbnail(shelf: ThumbnailShelf, file: MediaFile): ShownThumbnail {
  const known = shelf.find(file);
  const [shown, setShown] = useState<ShownThumbnail>({ state: 'opening' });
  const isSaved = file.state === 'saved';
  useEffect(() => {
    if (known !== undefined || !isSaved) return;
    const leaving = new AbortController();
    const timer = setTimeout(() => {
      void shelf.open(file, leaving.signal).then(
        (url) => {
          if (leaving.signal.aborted) return;
          setShown(url === undefined ? { state: 'none' } : { state: 'open', url });
        },
        () => {
          if (!leaving.signal.aborted) setShown({ state: 'none' });
        },
      );
    }, glanceMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [shelf, file, isSaved, known]);
  if (!isSaved) return { state: 'none' };
  return known === undefined ? shown : { state: 'open', url: known };
}
