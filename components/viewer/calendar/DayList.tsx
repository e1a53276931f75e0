import { useEffect, useState } from 'preact/hooks';
import { dayText } from '../../../lib/mail/clock.ts';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import { Button } from '../../shared/Button.tsx';
import type { Formats } from '../../shared/format.ts';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { routeHref } from '../route.ts';
import { Avatar } from '../shared/Avatar.tsx';
import { senderKey } from '../shared/mail-filter.ts';
import type { Portraits } from '../shared/use-portraits.ts';

interface DayListProps {
  /** The day's number; its mails open on the mails' page. */
  day: number;
  /** The day in words, for the heading. */
  title: string;
  rows: readonly MailRow[];
  portraits: Portraits;
  t: Translate;
  formats: Formats;
}

/** A day may have hundreds of mails; more are rendered on request. */
const shownAtOnce = 40;

/** The mails of one day, earliest first, each a link. */
export function DayList({ day, title, rows, portraits, t, formats }: DayListProps) {
  const [limit, setLimit] = useState(shownAtOnce);
  useEffect(() => setLimit(shownAtOnce), [title]);
  const ordered = [...rows].reverse();
  return (
    <section class="day-list" aria-label={title}>
      <h3>
        {title} <span class="quiet">{t('viewerMailCount', { count: rows.length })}</span>
      </h3>
      {rows.length === 0 && <p class="quiet">{t('calendarDayEmpty')}</p>}
      {rows.length > 1 && (
        <a
          href={routeHref({
            page: 'mails',
            search: { query: '', filter: { range: { from: dayText(day), to: dayText(day) } } },
          })}
        >
          {t('calendarReadDay')}
        </a>
      )}
      <ul role="list">
        {ordered.slice(0, limit).map((row) => (
          <li key={mailKeyText(row)}>
            <MailLink row={row} portraits={portraits} when={formats.time(row.receivedAt)} t={t} />
          </li>
        ))}
      </ul>
      {ordered.length > limit && (
        <Button onClick={() => setLimit(limit + shownAtOnce)}>
          {t('calendarMore', { count: ordered.length - limit })}
        </Button>
      )}
    </section>
  );
}

interface MailLinkProps {
  row: MailRow;
  portraits: Portraits;
  when: string;
  t: Translate;
}

/** One mail in a line: portrait, subject, sender and time. */
export function MailLink({ row, portraits, when, t }: MailLinkProps) {
  return (
    <a class="mail-link" href={routeHref({ page: 'mails', mail: row })}>
      <Avatar name={row.from.name} id={row.from.id} portrait={portraits.get(senderKey(row))} />
      <span class="mail-link-words">
        <span class="mail-link-subject" lang={findTextLanguage(row.subject)} dir="auto">
          {row.subject || t('viewerNoSubject')}
        </span>
        <span class="mail-link-from">
          <bdi lang={findTextLanguage(row.from.name)}>{row.from.name}</bdi> ·{' '}
          <time dateTime={row.receivedAt}>{when}</time>
        </span>
      </span>
    </a>
  );
}
