import { useEffect, useState } from 'preact/hooks';
import type { OpenAsset } from '../../../lib/mail/mail-library.ts';
import { mediaKeyText } from '../../../lib/mail/media.ts';
import type { MediaFile } from '../../../lib/mail/media.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';

/** A whole file: opening, open, or unreadable. */
export type OpenFile = { state: 'opening' | 'unreadable' } | { state: 'open'; file: OpenAsset };

/** Opens a saved file while it is given; without a file, nothing happens. */
export function useOpenFile(library: NamedLibrary, file: MediaFile | undefined): OpenFile {
  const name = file?.state === 'saved' ? mediaKeyText(file) : undefined;
  const [opened, setOpened] = useState<{ name: string; file: OpenAsset | undefined }>();
  useEffect(() => {
    if (!file || name === undefined) return;
    let release: (() => void) | undefined;
    let isCurrent = true;
    void library
      .openAsset({ service: file.service, account: file.account }, file.ref.key)
      .catch(() => undefined)
      .then((asset) => {
        if (!isCurrent) return asset?.release();
        release = asset?.release;
        setOpened({ name, file: asset });
      });
    return () => {
      isCurrent = false;
      release?.();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the file is compared by its name.
  }, [library, name]);
  if (opened === undefined || opened.name !== name) return { state: 'opening' };
  return opened.file ? { state: 'open', file: opened.file } : { state: 'unreadable' };
}
