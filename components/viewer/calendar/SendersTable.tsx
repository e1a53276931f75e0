import { useState } from 'preact/hooks';
import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import { Button } from '../../shared/Button.tsx';
import type { Formats } from '../../shared/format.ts';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';

interface SendersTableProps {
  statistics: MailStatistics;
  t: Translate;
  formats: Formats;
}

const shownFirst = 12;

/** How many mails each sender wrote: a table whose last column draws its numbers. */
export function SendersTable({ statistics, t, formats }: SendersTableProps) {
  const { senders, total } = statistics;
  const [showsAll, setShowsAll] = useState(false);
  const most = senders[0]?.count ?? 1;
  const shown = showsAll ? senders : senders.slice(0, shownFirst);
  const share = new Intl.NumberFormat(t.language, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <section class="card plot" aria-label={t('calendarSenders')}>
      <h3>{t('calendarSenders')}</h3>
      <table class="senders-table">
        <caption class="visually-hidden">{t('calendarSenders')}</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('calendarSender')}</th>
            <th scope="col">{t('viewerMails')}</th>
            <th scope="col">{t('calendarShare')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ service, id, name, count }) => (
            <tr key={`${service}\n${id}`}>
              <th scope="row" lang={findTextLanguage(name)}>
                <bdi>{name}</bdi>
              </th>
              <td class="senders-count">{formats.number(count)}</td>
              <td class="senders-share">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                  <rect width={Math.max(0.6, (count / most) * 100)} height={10} rx={2} />
                </svg>
                <span>{share.format(count / Math.max(1, total))}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {senders.length > shownFirst && (
        <Button onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t('calendarFewer') : t('calendarMore', { count: senders.length - shownFirst })}
        </Button>
      )}
    </section>
  );
}
