import { useMemo, useState } from 'preact/hooks';
import { listMailboxes } from '../shared/mail-filter.ts';
import { firstOfMonth, nextMonth } from '../../../lib/mail/statistics.ts';
import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import { Button } from '../../shared/Button.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { PageProps } from '../page-props.ts';
import { routeHref } from '../route.ts';
import { createDateNames } from '../shared/date-names.ts';
import { SenderFilter } from '../shared/SenderFilter.tsx';
import type { SenderFilterChoice } from '../shared/SenderFilter.tsx';
import { useTitle } from '../shared/use-title.ts';
import type { CalendarPeriod } from './calendar-period.ts';
import { firstOfYear } from './calendar-period.ts';
import { DayList } from './DayList.tsx';
import { findFirstWeekday } from './first-weekday.ts';
import { HeatMap } from './HeatMap.tsx';
import { Memories } from './Memories.tsx';
import { MonthGrid } from './MonthGrid.tsx';
import { MonthsPlot } from './MonthsPlot.tsx';
import { SendersTable } from './SendersTable.tsx';
import { useStatistics } from './use-statistics.ts';
import { useToday } from './use-today.ts';
import { YearGrid } from './YearGrid.tsx';

interface CalendarPageProps extends PageProps {
  /** The period on screen; by default the month of the newest mail. */
  period: CalendarPeriod | undefined;
}

const allSenders: SenderFilterChoice = { sender: undefined, mailbox: undefined };

/** When mails arrived: month and year, this day in other years, and statistics. */
export function CalendarPage(props: CalendarPageProps) {
  const { mails, senders, portraits, period, go, t, formats } = props;
  const { rows, serviceNames } = mails;
  const [choice, setChoice] = useState(allSenders);
  const statistics = useStatistics(rows, choice);
  const names = useMemo(() => createDateNames(t.language), [t.language]);
  const mailboxes = useMemo(() => listMailboxes(rows), [rows]);
  const firstWeekday = useMemo(() => findFirstWeekday(navigator.language), []);
  const today = useToday();
  useTitle(t('viewerCalendar'), t);

  return (
    <main class="calendar-page">
      <div class="calendar-column">
        <h2 class="gallery-title">{t('viewerCalendar')}</h2>
        {mails.phase === 'failed' && (
          <EmptyState icon="warning" title={t('viewerReadFailedTitle')} text={t('viewerReadFailedText')}>
            <Button onClick={() => location.reload()}>{t('viewerReload')}</Button>
          </EmptyState>
        )}
        {mails.phase === 'ready' && rows.length === 0 && (
          <EmptyState icon="calendar" title={t('viewerNoMailsTitle')} text={t('viewerNoMailsText')} />
        )}
        {rows.length > 0 && (
          <SenderFilter
            senders={senders}
            mailboxes={mailboxes}
            serviceNames={serviceNames}
            portraits={portraits}
            choice={choice}
            onChoice={setChoice}
            total={rows.length}
            icon="mail"
            sayCount={(count) => t('viewerMailCount', { count })}
            t={t}
            formats={formats}
          />
        )}
        {rows.length > 0 && statistics && statistics.total === 0 && (
          <EmptyState icon="calendar" title={t('calendarNoneTitle')} text={t('calendarNoneText')}>
            <Button onClick={() => setChoice(allSenders)}>{t('viewerShowAll')}</Button>
          </EmptyState>
        )}
        {rows.length > 0 && statistics && statistics.total > 0 && (
          <>
            <Dates
              period={period ?? { view: 'month', day: newestMonth(statistics) }}
              {...{ statistics, firstWeekday, today, portraits, go, t, formats, names }}
            />
            <div class="plots">
              <MonthsPlot {...{ statistics, t, formats, names }} />
              <HeatMap {...{ statistics, firstWeekday, t, formats, names }} />
              <SendersTable {...{ statistics, t, formats }} />
            </div>
          </>
        )}
      </div>
    </main>
  );
}

function newestMonth({ byMonth }: MailStatistics): number {
  return byMonth.at(-1)?.day ?? 0;
}

interface DatesProps extends Pick<CalendarPageProps, 'portraits' | 'go' | 't' | 'formats'> {
  period: CalendarPeriod;
  statistics: MailStatistics;
  firstWeekday: number;
  today: number;
  names: ReturnType<typeof createDateNames>;
}

/** The month or year on screen, and beside it the mails of one day or the memories. */
function Dates({ period, statistics, firstWeekday, today, portraits, go, t, formats, names }: DatesProps) {
  const isYear = period.view === 'year';
  const at = isYear ? firstOfYear(period.day) : firstOfMonth(period.day);
  const shift = (by: -1 | 1): CalendarPeriod =>
    isYear ? { view: 'year', day: firstOfYear(at, by) } : { view: 'month', day: nextMonth(at, by) };
  const firstMonth = statistics.byMonth[0]?.day ?? at;
  const lastMonth = newestMonth(statistics);
  const hasBefore = isYear ? firstOfYear(firstMonth) < at : firstMonth < at;
  const hasAfter = isYear ? firstOfYear(lastMonth) > at : lastMonth > at;
  const step = (by: -1 | 1, isPossible: boolean) => (
    <Button
      kind="quiet"
      shape="icon"
      aria-label={t(by < 0 ? 'calendarEarlier' : 'calendarLater')}
      title={t(by < 0 ? 'calendarEarlier' : 'calendarLater')}
      // `disabled` would take the keyboard focus from the button.
      aria-disabled={!isPossible}
      onClick={() => isPossible && go({ page: 'calendar', period: shift(by) }, 'replace')}
    >
      <Icon name={by < 0 ? 'back' : 'forward'} />
    </Button>
  );
  const views = [
    { view: 'month', label: 'calendarViewMonth', day: isYear ? closestMonth(statistics, at) : at },
    { view: 'year', label: 'calendarViewYear', day: firstOfYear(at) },
  ] as const;
  const inView = countBetween(statistics, at, isYear ? firstOfYear(at, 1) : nextMonth(at));
  return (
    <div class="dates" data-view={period.view}>
      <section class="dates-main" aria-label={isYear ? names.year(at) : names.month(at)}>
        <div class="dates-head">
          {step(-1, hasBefore)}
          <h3 aria-live="polite">
            {isYear ? names.year(at) : names.month(at)}{' '}
            <span class="quiet">{t('viewerMailCount', { count: inView })}</span>
          </h3>
          {step(1, hasAfter)}
          <nav class="view-switch" aria-label={t('calendarView')}>
            {views.map(({ view, label, day }) => (
              <a
                key={view}
                href={routeHref({ page: 'calendar', period: { view, day } })}
                {...((view === 'year') === isYear ? { 'aria-current': 'true' as const } : {})}
              >
                {t(label)}
              </a>
            ))}
          </nav>
        </div>
        {isYear ? (
          <YearGrid year={at} {...{ statistics, firstWeekday, t, formats, names }} />
        ) : (
          <MonthGrid
            month={at}
            chosen={period.view === 'day' ? period.day : undefined}
            {...{ statistics, firstWeekday, today, t, formats, names }}
          />
        )}
      </section>
      <div class="dates-side">
        {period.view === 'day' && (
          <DayList
            day={period.day}
            title={names.day(period.day)}
            rows={statistics.byDay.get(period.day) ?? []}
            {...{ portraits, t, formats }}
          />
        )}
        <Memories {...{ statistics, portraits, today, go, t, formats, names }} />
      </div>
    </div>
  );
}

function countBetween({ byMonth }: MailStatistics, from: number, to: number): number {
  return byMonth.reduce((sum, { day, count }) => (day >= from && day < to ? sum + count : sum), 0);
}

/** The month that follows a year's view: the year's last month with mails, or January. */
function closestMonth({ byMonth }: MailStatistics, year: number): number {
  const end = firstOfYear(year, 1);
  return byMonth.findLast(({ day, count }) => day >= year && day < end && count > 0)?.day ?? year;
}
