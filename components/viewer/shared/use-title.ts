import { useEffect } from 'preact/hooks';
import type { Translate } from '../../shared/translate.ts';

/** Names the window after what is open: a page or a mail; empty is the viewer itself. */
export function useTitle(name: string, t: Translate): void {
  useEffect(() => {
    document.title = name === '' ? t('viewerTitle') : `${name} · ${t('viewerTitle')}`;
  }, [name, t]);
}
