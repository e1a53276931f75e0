import type { MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { MailMark, Tag } from '../../../lib/mail/marks.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { Avatar } from '../shared/Avatar.tsx';
import { Highlight } from '../shared/Highlight.tsx';
import { routeHref } from '../route.ts';
import { TagDots } from './TagChips.tsx';
import type { SearchState } from './search-address.ts';

/** The props of a row of the list. */
export interface MailListRowProps {
  row: MailRow;
  mark: MailMark | undefined;
  tagById: ReadonlyMap<string, Tag>;
  /** The excerpt of the text around the first match; undefined when nothing was searched for. */
  preview: string | undefined;
  /** Folded words to highlight, in the text and in the sender's name. */
  words: readonly string[];
  senderWords: readonly string[];
  /** The search, which becomes part of the mail's address. */
  searched: SearchState | undefined;
  portrait: string | undefined;
  isOpen: boolean;
  /** Whether Tab reaches this row; true for one row of the list. */
  isTabStop: boolean;
  isSelected: boolean;
  /** Undefined where mails cannot be selected. `range`: all rows from the one selected last. */
  onSelect: ((how: 'one' | 'range') => void) | undefined;
  t: Translate;
  formats: Formats;
}

/** One mail in the list: sender, time, subject and preview. */
export function MailListRow(props: MailListRowProps) {
  const { row, mark, tagById, words, senderWords, searched, portrait, t, formats } = props;
  const { isOpen, isTabStop, isSelected, onSelect } = props;
  const { subject } = row;
  const preview = props.preview ?? row.preview;
  const textLanguage = findTextLanguage(`${subject} ${preview}`);
  const name = subject === '' ? t('viewerNoSubject') : subject;
  return (
    <div class="mail-row-frame" data-selected={isSelected}>
      {onSelect && (
        <label class="mail-row-select">
          <input
            type="checkbox"
            checked={isSelected}
            tabIndex={isTabStop ? 0 : -1}
            aria-label={t('viewerSelectMail', { subject: name })}
            onClick={(event) => onSelect(event.shiftKey ? 'range' : 'one')}
          />
        </label>
      )}
      <a
        class="mail-row"
        href={routeHref({ page: 'mails', mail: row, ...(searched && { search: searched }) })}
        data-mail={mailKeyText(row)}
        tabIndex={isTabStop ? 0 : -1}
        {...(isOpen ? { 'aria-current': 'true' } : {})}
        onClick={(event) => {
          const how = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'one' : undefined;
          if (!how || !onSelect) return;
          event.preventDefault();
          onSelect(how);
        }}
      >
        <Avatar name={row.from.name} id={row.from.id} portrait={portrait} />
        <span class="mail-row-text">
          <span class="mail-row-top">
            <bdi class="mail-row-sender" lang={findTextLanguage(row.from.name)}>
              <Highlight text={row.from.name} words={senderWords} />
            </bdi>
            {row.isUnread && (
              <span class="mail-row-unread">
                <span class="visually-hidden">{t('viewerUnread')}</span>
              </span>
            )}
            {(row.isWithdrawn || row.isCanceled) && (
              <span class="mail-row-withdrawn">
                {t(row.isWithdrawn ? 'viewerWithdrawnShort' : 'viewerCanceledShort')}
              </span>
            )}
            <time class="mail-row-time" dateTime={row.receivedAt}>
              {formats.time(row.receivedAt)}
            </time>
          </span>
          <span class="mail-row-subject" lang={textLanguage} dir="auto">
            {subject === '' ? name : <Highlight text={subject} words={words} />}
          </span>
          <span class="mail-row-bottom">
            <span class="mail-row-preview" lang={textLanguage} dir="auto">
              <Highlight text={preview} words={words} />
            </span>
            <TagDots tags={mark?.tags ?? []} tagById={tagById} />
            {mark && mark.note !== '' && (
              <span class="mail-row-note">
                <Icon name="note" />
                <span class="visually-hidden">{t('viewerNote')}</span>
              </span>
            )}
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
        </span>
      </a>
    </div>
  );
}
