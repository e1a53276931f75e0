import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dateOfDay } from '../../../lib/mail/clock.ts';
import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import { tintOf, weeksOfMonth } from '../../../lib/mail/statistics.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import { routeHref } from '../route.ts';
import type { DateNames } from '../shared/date-names.ts';

interface MonthGridProps {
  /** The number of the month's first day. */
  month: number;
  statistics: MailStatistics;
  firstWeekday: number;
  /** The day whose mails are listed beside the month. */
  chosen: number | undefined;
  today: number;
  t: Translate;
  formats: Formats;
  names: DateNames;
}

/** One month: each day with the number of its mails; days with mails are links. */
export function MonthGrid(props: MonthGridProps) {
  const { month, statistics, firstWeekday, chosen, today, t, formats, names } = props;
  const weeks = weeksOfMonth(month, firstWeekday);
  const days = weeks.flat().filter((day) => day !== undefined);
  const countOf = (day: number): number => statistics.byDay.get(day)?.length ?? 0;
  const most = Math.max(0, ...days.map(countOf));
  const first = days.find((day) => countOf(day) > 0) ?? month;
  const [moved, setMoved] = useState<number>();
  const table = useRef<HTMLTableElement>(null);
  const wantsFocus = useRef(false);
  const isHere = (day: number | undefined): day is number => day !== undefined && days.includes(day);
  const active = isHere(moved) ? moved : isHere(chosen) ? chosen : first;

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    table.current?.querySelector<HTMLElement>(`[data-day="${active}"]`)?.focus();
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !table.current) return;
    const isMirrored = getComputedStyle(table.current).direction === 'rtl';
    const steps: Record<string, number> = {
      ArrowRight: isMirrored ? -1 : 1,
      ArrowLeft: isMirrored ? 1 : -1,
      ArrowDown: 7,
      ArrowUp: -7,
      Home: month - active,
      End: (days.at(-1) ?? month) - active,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (!isHere(active + step)) return;
    wantsFocus.current = true;
    setMoved(active + step);
  };
  const cell = (day: number | undefined, at: number) => {
    if (day === undefined) return <td key={at} role="gridcell" class="day-none" />;
    const count = countOf(day);
    const common = {
      'data-day': day,
      tabIndex: day === active ? 0 : -1,
      onFocus: () => setMoved(day),
    };
    const words = (
      <>
        <span class="day-number">{formats.number(dateOfDay(day).day)}</span>
        {count > 0 && <span class="day-count">{formats.number(count)}</span>}
      </>
    );
    return (
      <td key={at} role="gridcell" class="day" data-tint={tintOf(count, most)} data-today={day === today}>
        {count > 0 ? (
          <a
            {...common}
            href={routeHref({ page: 'calendar', period: { view: 'day', day } })}
            {...(day === chosen ? { 'aria-current': 'date' as const } : {})}
          >
            <span aria-hidden="true" class="day-words">
              {words}
            </span>
            <span class="visually-hidden">
              {t('calendarDayCount', { date: names.date(day), mails: t('viewerMailCount', { count }) })}
            </span>
          </a>
        ) : (
          <span {...common} class="day-words day-empty">
            {words}
          </span>
        )}
      </td>
    );
  };
  return (
    <table role="grid" class="month-grid" aria-label={names.month(month)} ref={table} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, at) => {
            const weekday = (firstWeekday + at) % 7;
            return (
              <th key={weekday} scope="col" abbr={names.weekdayLong(weekday)}>
                {names.weekday(weekday)}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, at) => (
          <tr key={at}>{week.map(cell)}</tr>
        ))}
      </tbody>
    </table>
  );
}
