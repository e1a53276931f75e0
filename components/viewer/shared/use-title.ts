import { useEffect } from 'preact/hooks';
import type { Translate } from '../../shared/translate.ts';

/** Sets the window's title to the open page or mail; an empty name is the viewer itself. */
export function useTitle(name: string, t: Translate): void {
  useEffect(() => {
    document.title = name === '' ? t('viewerTitle') : `${name} · ${t('viewerTitle')}`;
  }, [name, t]);
}
