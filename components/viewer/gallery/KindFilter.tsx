import type { AssetKind } from '../../../lib/mail/asset.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import type { KindChoice } from './choose-media.ts';

interface KindFilterProps {
  kinds: Record<AssetKind, number>;
  kind: KindChoice;
  onKind(kind: KindChoice): void;
  t: Translate;
  formats: Formats;
}

const choices = [
  { kind: 'all', label: 'galleryKindAll', icon: 'grid' },
  { kind: 'image', label: 'galleryKindPictures', icon: 'picture' },
  { kind: 'video', label: 'galleryKindVideos', icon: 'play' },
  { kind: 'audio', label: 'galleryKindVoices', icon: 'voice' },
] as const;

/** Filters by pictures, videos or audio; rendered only where there is more than one kind. */
export function KindFilter({ kinds, kind, onKind, t, formats }: KindFilterProps) {
  const total = kinds.image + kinds.video + kinds.audio;
  const countOf = (choice: KindChoice): number => (choice === 'all' ? total : kinds[choice]);
  const present = choices.filter((choice) => countOf(choice.kind) > 0 || choice.kind === kind);
  if (present.length < 3) return null;
  return (
    <div class="kind-filter" role="group" aria-label={t('galleryKinds')}>
      {present.map((choice) => (
        <button
          key={choice.kind}
          type="button"
          aria-pressed={choice.kind === kind}
          onClick={() => onKind(choice.kind)}
        >
          <Icon name={choice.icon} />
          {t(choice.label)}
          <span class="kind-count">{formats.number(countOf(choice.kind))}</span>
        </button>
      ))}
    </div>
  );
}
