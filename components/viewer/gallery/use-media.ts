import { useEffect, useRef, useState } from 'preact/hooks';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { joinMedia } from '../../../lib/mail/media.ts';
import type { MediaFile, MediaItem } from '../../../lib/mail/media.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';

/** The files of all mails, as far as they are loaded. */
export type MediaState =
  { phase: 'loading' } | { phase: 'failed' } | { phase: 'ready'; items: readonly MediaItem[] };

/**
 * During a backup changes follow one another quickly; up to 50,000 files are listed at most once in this time, in
 * milliseconds.
 */
const restMs = 3_000;

/**
 * Lists the library's files, and again when mails were added, changed or deleted. Works in slices, so that the page
 * gets its turn.
 */
export function useMedia(library: NamedLibrary, rows: readonly MailRow[], version: number): MediaState {
  const [files, setFiles] = useState<readonly MediaFile[]>();
  const [state, setState] = useState<MediaState>({ phase: 'loading' });
  const listedAt = useRef(-Infinity);

  useEffect(() => {
    let isCurrent = true;
    const list = (): void => {
      listedAt.current = performance.now();
      library.listMedia().then(
        (listed) => isCurrent && setFiles(listed),
        // The files on screen stay when a later reading fails.
        () => isCurrent && setState((before) => (before.phase === 'ready' ? before : { phase: 'failed' })),
      );
    };
    const timer = setTimeout(list, Math.max(0, listedAt.current + restMs - performance.now()));
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [library, version]);

  useEffect(() => {
    if (!files) return;
    let isCurrent = true;
    const rest = (): Promise<void> =>
      new Promise((resolve, reject) =>
        setTimeout(() => (isCurrent ? resolve() : reject(new DOMException('Not wanted.', 'AbortError')))),
      );
    joinMedia(files, rows, rest).then(
      (items) => isCurrent && setState({ phase: 'ready', items }),
      // Only a request that a newer one replaced rejects.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [files, rows]);

  return state;
}
