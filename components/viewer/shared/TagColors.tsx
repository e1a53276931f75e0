import { useId } from 'preact/hooks';
import { tagColors } from '../../../lib/mail/marks.ts';
import type { TagColor } from '../../../lib/mail/marks.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';

interface TagColorsProps {
  value: TagColor;
  onChange(color: TagColor): void;
  t: Translate;
}

const names: Record<TagColor, MessageKey> = {
  rose: 'viewerTagColorRose',
  amber: 'viewerTagColorAmber',
  olive: 'viewerTagColorOlive',
  green: 'viewerTagColorGreen',
  teal: 'viewerTagColorTeal',
  blue: 'viewerTagColorBlue',
  violet: 'viewerTagColorViolet',
  grey: 'viewerTagColorGrey',
};

/** A choice of the colours a tag may have. */
export function TagColors({ value, onChange, t }: TagColorsProps) {
  const name = useId();
  return (
    <fieldset class="tag-colors">
      <legend class="visually-hidden">{t('viewerTagColor')}</legend>
      {tagColors.map((color) => (
        <label key={color} class="tag-color" data-color={color} title={t(names[color])}>
          <input
            type="radio"
            name={name}
            checked={color === value}
            aria-label={t(names[color])}
            onChange={() => onChange(color)}
          />
        </label>
      ))}
    </fieldset>
  );
}
