import { dateOfDay } from '../../../lib/mail/clock.ts';
import type { MailRow } from '../../../lib/mail/mail.ts';
import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import { daysLikeToday } from '../../../lib/mail/statistics.ts';
import { Button } from '../../shared/Button.tsx';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import { routeHref } from '../route.ts';
import type { Route } from '../route.ts';
import type { DateNames } from '../shared/date-names.ts';
import type { Portraits } from '../shared/use-portraits.ts';
import { MailLink } from './DayList.tsx';

interface MemoriesProps {
  statistics: MailStatistics;
  portraits: Portraits;
  today: number;
  go(route: Route): void;
  t: Translate;
  formats: Formats;
  names: DateNames;
}

/** The number of mails shown for one past day; the day's own list has all of them. */
const mailsOfDay = 3;

/** This day in other years, the first mail, and a random mail. */
export function Memories({ statistics, portraits, today, go, t, formats, names }: MemoriesProps) {
  const { byDay, first, longestSilence, busiestDay, total } = statistics;
  const pastDays = daysLikeToday(statistics, today);
  const openRandom = (): void => {
    const mail = mailAt(statistics, Math.floor(Math.random() * total));
    if (mail) go({ page: 'mails', mail });
  };
  const dayLink = (day: number) => (
    <a href={routeHref({ page: 'calendar', period: { view: 'day', day } })}>{names.date(day)}</a>
  );
  return (
    <section class="memories" aria-label={t('calendarMemories')}>
      <div class="memories-head">
        <h3>{t('calendarOnThisDay')}</h3>
        <Button onClick={openRandom}>{t('calendarRandom')}</Button>
      </div>
      {pastDays.length === 0 && <p class="quiet">{t('calendarOnThisDayNone')}</p>}
      {pastDays.map((day) => {
        const rows = byDay.get(day) ?? [];
        const years = dateOfDay(today).year - dateOfDay(day).year;
        return (
          <div class="past-day" key={day}>
            <h4>
              {t('calendarYearsAgo', { count: years })} <span class="quiet">{names.date(day)}</span>
            </h4>
            <ul role="list">
              {rows.slice(0, mailsOfDay).map((row) => (
                <li key={`${row.service}/${row.account}/${row.id}`}>
                  <MailLink row={row} portraits={portraits} when={formats.time(row.receivedAt)} t={t} />
                </li>
              ))}
            </ul>
            {rows.length > mailsOfDay && (
              <a class="past-day-more" href={routeHref({ page: 'calendar', period: { view: 'day', day } })}>
                {t('calendarMore', { count: rows.length - mailsOfDay })}
              </a>
            )}
          </div>
        );
      })}
      <dl class="facts">
        {first && (
          <div>
            <dt>{t('calendarFirstMail')}</dt>
            <dd>
              <MailLink row={first} portraits={portraits} when={formats.moment(first.receivedAt)} t={t} />
            </dd>
          </div>
        )}
        {longestSilence && longestSilence.to - longestSilence.from > 1 && (
          <div>
            <dt>{t('calendarSilence')}</dt>
            <dd>
              <strong>{t('calendarDays', { count: longestSilence.to - longestSilence.from })}</strong>
              <span class="quiet">
                {t('calendarSilenceText', {
                  from: names.date(longestSilence.from),
                  to: names.date(longestSilence.to),
                })}
              </span>
            </dd>
          </div>
        )}
        {busiestDay !== undefined && (
          <div>
            <dt>{t('calendarBusiest')}</dt>
            <dd>
              <strong>{t('viewerMailCount', { count: byDay.get(busiestDay)?.length ?? 0 })}</strong>
              <span class="quiet">{dayLink(busiestDay)}</span>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** The mail at an index among all mails that have a day. */
function mailAt({ byDay }: MailStatistics, index: number): MailRow | undefined {
  let left = index;
  for (const rows of byDay.values()) {
    if (left < rows.length) return rows[left];
    left -= rows.length;
  }
  return undefined;
}
