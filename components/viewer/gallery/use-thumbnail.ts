import { useEffect, useState } from 'preact/hooks';
import type { MediaFile } from '../../../lib/mail/media.ts';
import type { ThumbnailShelf } from './thumbnail-shelf.ts';

/** The small picture of a file: on its way, there, or none to be had. */
export type ShownThumbnail = { state: 'opening' } | { state: 'open'; url: string } | { state: 'none' };

/** What only rushes past is not worth opening, in milliseconds. */
const glanceMs = 80;

/** Opens a file's small picture while it is on screen. */
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
