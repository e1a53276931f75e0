import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../lib/errors.ts';
import { errorCodeOf } from '../../../lib/errors.ts';
import type { MediaItem } from '../../../lib/mail/media.ts';
import { Button } from '../../shared/Button.tsx';
import { errorKey } from '../../shared/error-key.ts';
import { Icon } from '../../shared/Icon.tsx';
import { ProgressBar } from '../../shared/ProgressBar.tsx';
import type { Translate } from '../../shared/translate.ts';
import type { SaveMedia } from '../viewer-props.ts';
import type { MediaSelection } from './use-media-selection.ts';

interface GallerySelectionProps {
  selection: MediaSelection;
  /** The number of files on the wall. */
  total: number;
  save: SaveMedia;
  t: Translate;
}

type Saving =
  | { phase: 'idle' }
  | { phase: 'packing'; done: number; total: number }
  | { phase: 'done'; saved: number; missing: number }
  | { phase: 'failed'; code: ErrorCode };

/** The toolbar of the files selected on the wall, which saves them as one ZIP. */
export function GallerySelection({ selection, total, save, t }: GallerySelectionProps) {
  const [saving, setSaving] = useState<Saving>({ phase: 'idle' });
  const running = useRef<AbortController>(null);
  const { items } = selection;
  useEffect(() => () => running.current?.abort(), []);

  const start = (chosen: readonly MediaItem[]): void => {
    const control = new AbortController();
    running.current = control;
    setSaving({ phase: 'packing', done: 0, total: chosen.length });
    const onPacked = (done: number): void => {
      if (!control.signal.aborted) setSaving({ phase: 'packing', done, total: chosen.length });
    };
    save(chosen, onPacked, control.signal).then(
      ({ saved, missing }) => setSaving({ phase: 'done', saved, missing }),
      (error: unknown) =>
        setSaving(control.signal.aborted ? { phase: 'idle' } : { phase: 'failed', code: errorCodeOf(error) }),
    );
  };
  return (
    <div class="gallery-selection" role="group" aria-label={t('gallerySelection')}>
      <p class="gallery-selected" role="status">
        {saying(saving, items.length, t)}
      </p>
      {saving.phase === 'packing' ? (
        <>
          <ProgressBar label={t('gallerySaveZip')} done={saving.done} total={saving.total} />
          <Button onClick={() => running.current?.abort()}>{t('sharedCancel')}</Button>
        </>
      ) : (
        <>
          <Button kind="quiet" aria-disabled={items.length === total} onClick={selection.selectAll}>
            {t('gallerySelectAll')}
          </Button>
          <Button
            kind="primary"
            aria-disabled={items.length === 0}
            onClick={() => items.length > 0 && start(items)}
          >
            <Icon name="export" />
            {t('gallerySaveZip')}
          </Button>
          <Button kind="quiet" onClick={selection.clear}>
            {t('gallerySelectEnd')}
          </Button>
        </>
      )}
    </div>
  );
}

function saying(saving: Saving, count: number, t: Translate): string {
  switch (saving.phase) {
    case 'idle':
      return t('gallerySelected', { count });
    case 'packing':
      return t('viewerExportPacking', { done: saving.done, total: saving.total });
    case 'failed':
      return t(errorKey(saving.code));
    case 'done': {
      const saved = t('gallerySaved', { count: saving.saved });
      return saving.missing === 0 ? saved : `${saved} ${t('gallerySavedWithout', { count: saving.missing })}`;
    }
  }
}
