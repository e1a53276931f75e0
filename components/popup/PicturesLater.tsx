import { useId } from 'preact/hooks';
import type { Translate } from '../shared/translate.ts';

interface PicturesLaterProps {
  isChosen: boolean;
  t: Translate;
  onChange(isChosen: boolean): void;
}

/**
 * A checkbox before the first backup: whether to save texts first and leave the pictures, which are far larger, for
 * later.
 */
export function PicturesLater({ isChosen, t, onChange }: PicturesLaterProps) {
  const textId = useId();
  return (
    <div class="pictures-later">
      <label>
        <input
          type="checkbox"
          checked={isChosen}
          aria-describedby={textId}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{t('popupPicturesLater')}</span>
      </label>
      <p id={textId} class="service-next">
        {t('popupPicturesLaterText')}
      </p>
    </div>
  );
}
