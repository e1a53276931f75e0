import type { MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import { excerptAround } from '../../../lib/mail/search.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { Avatar } from '../shared/Avatar.tsx';
import { Highlight } from '../shared/Highlight.tsx';
import { routeHref } from '../route.ts';

interface MailListRowProps {
  row: MailRow;
  /** The whole text, where it is loaded: search shows the place found. */
  text: string | undefined;
  words: readonly string[];
  portrait: string | undefined;
  isOpen: boolean;
  /** The one row that Tab reaches. */
  isTabStop: boolean;
  t: Translate;
  formats: Formats;
}

const excerptLength = 42;

/** One mail in the list: who, when, what about, and a first look. */
export function MailListRow({ row, text, words, portrait, isOpen, isTabStop, t, formats }: MailListRowProps) {
  const preview =
    words.length > 0 && text !== undefined ? excerptAround(text, words, excerptLength) : row.preview;
  const textLanguage = findTextLanguage(`${row.subject} ${row.preview}`);
  return (
    <a
      class="mail-row"
      href={routeHref({ page: 'mails', mail: row })}
      data-mail={mailKeyText(row)}
      tabIndex={isTabStop ? 0 : -1}
      {...(isOpen ? { 'aria-current': 'true' } : {})}
    >
      <Avatar name={row.from.name} id={row.from.id} portrait={portrait} />
      <span class="mail-row-text">
        <span class="mail-row-top">
          <span class="mail-row-sender" lang={findTextLanguage(row.from.name)}>
            <Highlight text={row.from.name} words={words} />
          </span>
          {row.isUnread && (
            <span class="mail-row-unread">
              <span class="visually-hidden">{t('viewerUnread')}</span>
            </span>
          )}
          <time class="mail-row-time" dateTime={row.receivedAt}>
            {formats.time(row.receivedAt)}
          </time>
        </span>
        <span class="mail-row-subject" lang={textLanguage}>
          {row.subject === '' ? t('viewerNoSubject') : <Highlight text={row.subject} words={words} />}
        </span>
        <span class="mail-row-bottom">
          <span class="mail-row-preview" lang={textLanguage}>
            <Highlight text={preview} words={words} />
          </span>
          {row.pictureCount > 0 && (
            <span class="mail-row-pictures">
              <Icon name="picture" />
              <span aria-hidden="true">{formats.number(row.pictureCount)}</span>
              <span class="visually-hidden">{t('viewerPictureCount', { count: row.pictureCount })}</span>
            </span>
          )}
          {row.isStarred && (
            <span class="mail-row-star">
              <Icon name="star" />
              <span class="visually-hidden">{t('viewerStarred')}</span>
            </span>
          )}
        </span>
        {row.isWithdrawn && <span class="mail-row-withdrawn">{t('viewerWithdrawnShort')}</span>}
      </span>
    </a>
  );
}
