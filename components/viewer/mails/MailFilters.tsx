import type { AccountKey, SourceId } from '../../../lib/mail/mail.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { Avatar } from '../shared/Avatar.tsx';
import { mailboxKey } from '../shared/mail-filter.ts';
import { mailboxName } from '../shared/mailbox-name.ts';
import type { SenderCount } from '../shared/mail-filter.ts';
import type { Portraits } from '../shared/use-portraits.ts';

interface MailFiltersProps {
  senders: readonly SenderCount[];
  mailboxes: readonly AccountKey[];
  serviceNames: Record<SourceId, string>;
  portraits: Portraits;
  sender: string | undefined;
  mailbox: string | undefined;
  total: number;
  onSender(sender: string | undefined): void;
  onMailbox(mailbox: string | undefined): void;
  t: Translate;
  formats: Formats;
}

/** Whose mails, and of which mailbox; drawn only where there is a choice. */
export function MailFilters(props: MailFiltersProps) {
  const { senders, mailboxes, portraits, sender, mailbox, t, formats } = props;
  if (senders.length < 2 && mailboxes.length < 2) return null;
  return (
    <div class="mail-filters" role="group" aria-label={t('viewerFilters')}>
      {mailboxes.length > 1 && (
        <select
          class="field"
          aria-label={t('viewerMailbox')}
          value={mailbox ?? ''}
          onChange={(event) => props.onMailbox(event.currentTarget.value || undefined)}
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
          <button
            type="button"
            class="sender-chip"
            aria-pressed={sender === undefined}
            onClick={() => props.onSender(undefined)}
          >
            <span class="avatar" data-size="large" data-tint="all">
              <Icon name="mail" />
            </span>
            <span class="sender-chip-name">{t('viewerAllSenders')}</span>
            <span class="sender-chip-count" aria-hidden="true">
              {formats.number(props.total)}
            </span>
            <span class="visually-hidden">{t('viewerMailCount', { count: props.total })}</span>
          </button>
          {senders.map(({ key, id, name, count }) => (
            <button
              key={key}
              type="button"
              class="sender-chip"
              aria-pressed={sender === key}
              title={name}
              onClick={() => props.onSender(sender === key ? undefined : key)}
            >
              <Avatar name={name} id={id} portrait={portraits.get(key)} size="large" />
              <span class="sender-chip-name" lang={findTextLanguage(name)}>
                {name}
              </span>
              <span class="sender-chip-count" aria-hidden="true">
                {formats.number(count)}
              </span>
              <span class="visually-hidden">{t('viewerMailCount', { count })}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
