import type { AccountKey, SourceId } from '../../../lib/mail/mail.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { IconName } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { Avatar } from './Avatar.tsx';
import { mailboxKey } from './mail-filter.ts';
import { mailboxName } from './mailbox-name.ts';
import type { Portraits } from './use-portraits.ts';

/** The chosen sender and mailbox, as keys of `mail-filter.ts`; undefined means all of them. */
export interface SenderFilterChoice {
  sender: string | undefined;
  mailbox: string | undefined;
}

interface SenderFilterProps {
  senders: readonly { key: string; id: string; name: string; count: number }[];
  mailboxes: readonly AccountKey[];
  serviceNames: Record<SourceId, string>;
  portraits: Portraits;
  choice: SenderFilterChoice;
  onChoice(choice: SenderFilterChoice): void;
  /** The number for all senders together. */
  total: number;
  icon: IconName;
  /** Formats a count: `12 mails`. */
  sayCount(count: number): string;
  t: Translate;
  formats: Formats;
}

/** A filter by sender, by their portraits, and by mailbox; rendered only where there is a choice. */
export function SenderFilter(props: SenderFilterProps) {
  const { senders, mailboxes, portraits, choice, onChoice, sayCount, t, formats } = props;
  if (senders.length < 2 && mailboxes.length < 2) return null;
  const chip = (key: string | undefined, count: number, face: preact.JSX.Element, name: string) => (
    <button
      key={key ?? ''}
      type="button"
      class="sender-chip"
      aria-pressed={choice.sender === key}
      title={name}
      onClick={() => onChoice({ ...choice, sender: choice.sender === key ? undefined : key })}
    >
      {face}
      <bdi class="sender-chip-name" lang={findTextLanguage(name)}>
        {name}
      </bdi>
      <span class="sender-chip-count" aria-hidden="true">
        {formats.number(count)}
      </span>
      <span class="visually-hidden">{sayCount(count)}</span>
    </button>
  );
  const allFace = (
    <span class="avatar" data-size="large" data-tint="all">
      <Icon name={props.icon} />
    </span>
  );
  return (
    <div class="sender-filter" role="group" aria-label={t('viewerFilters')}>
      {mailboxes.length > 1 && (
        <select
          class="field"
          aria-label={t('viewerMailbox')}
          value={choice.mailbox ?? ''}
          onChange={(event) => onChoice({ ...choice, mailbox: event.currentTarget.value || undefined })}
        >
          <option value="">{t('viewerAllMailboxes')}</option>
          {mailboxes.map((box) => (
            <option key={mailboxKey(box)} value={mailboxKey(box)}>
              {mailboxName(box, props.serviceNames, t)}
            </option>
          ))}
        </select>
      )}
      {senders.length > 1 && (
        <div class="sender-chips" role="group" aria-label={t('viewerSenders')}>
          {chip(undefined, props.total, allFace, t('viewerAllSenders'))}
          {senders.map(({ key, id, name, count }) =>
            chip(key, count, <Avatar name={name} id={id} portrait={portraits.get(key)} size="large" />, name),
          )}
        </div>
      )}
    </div>
  );
}
