import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { Avatar } from '../shared/Avatar.tsx';
import type { SenderCount } from '../shared/mail-filter.ts';
import type { Portraits } from '../shared/use-portraits.ts';

interface SenderChipsProps {
  senders: readonly SenderCount[];
  portraits: Portraits;
  /** The key of the chosen sender. */
  chosen: string | undefined;
  total: number;
  onChoose(sender: SenderCount | undefined): void;
  t: Translate;
  formats: Formats;
}

/** A filter by sender, by their portraits; rendered only where there is more than one sender. */
export function SenderChips({ senders, portraits, chosen, total, onChoose, t, formats }: SenderChipsProps) {
  if (senders.length < 2) return null;
  return (
    <div class="sender-chips" role="group" aria-label={t('viewerSenders')}>
      <button
        type="button"
        class="sender-chip"
        aria-pressed={chosen === undefined}
        onClick={() => onChoose(undefined)}
      >
        <span class="avatar" data-size="large" data-tint="all">
          <Icon name="mail" />
        </span>
        <span class="sender-chip-name">{t('viewerAllSenders')}</span>
        <span class="sender-chip-count" aria-hidden="true">
          {formats.number(total)}
        </span>
        <span class="visually-hidden">{t('viewerMailCount', { count: total })}</span>
      </button>
      {senders.map((sender) => {
        const { key, id, name, count } = sender;
        return (
          <button
            key={key}
            type="button"
            class="sender-chip"
            aria-pressed={chosen === key}
            title={name}
            onClick={() => onChoose(chosen === key ? undefined : sender)}
          >
            <Avatar name={name} id={id} portrait={portraits.get(key)} size="large" />
            <bdi class="sender-chip-name" lang={findTextLanguage(name)}>
              {name}
            </bdi>
            <span class="sender-chip-count" aria-hidden="true">
              {formats.number(count)}
            </span>
            <span class="visually-hidden">{t('viewerMailCount', { count })}</span>
          </button>
        );
      })}
    </div>
  );
}
