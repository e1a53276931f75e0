import { dateOfDay, dayOfDate } from '../../../lib/mail/clock.ts';
import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import { tintOf, weeksOfMonth } from '../../../lib/mail/statistics.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import { routeHref } from '../route.ts';
import type { DateNames } from '../shared/date-names.ts';

interface YearGridProps {
  /** The number of the year's first day. */
  year: number;
  statistics: MailStatistics;
  firstWeekday: number;
  t: Translate;
  formats: Formats;
  names: DateNames;
}

const cell = 10;
const gap = 2;

/** Twelve small months, each a link to its month. */
export function YearGrid({ year, statistics, firstWeekday, t, formats, names }: YearGridProps) {
  const months = Array.from({ length: 12 }, (_, at) => dayOfDate(dateOfDay(year).year, at + 1, 1));
  const countOf = (day: number): number => statistics.byDay.get(day)?.length ?? 0;
  const drawn = months.map((month) => {
    const weeks = weeksOfMonth(month, firstWeekday);
    const days = weeks.flatMap((week, row) =>
      week.flatMap((day, column) => (day === undefined ? [] : [{ day, row, column, count: countOf(day) }])),
    );
    return { month, days, count: days.reduce((sum, { count }) => sum + count, 0) };
  });
  const most = Math.max(0, ...drawn.flatMap(({ days }) => days.map(({ count }) => count)));
  return (
    <ul role="list" class="year-grid" aria-label={names.year(year)}>
      {drawn.map(({ month, days, count }) => (
        <li key={month}>
          <a
            class="small-month"
            data-empty={count === 0}
            href={routeHref({ page: 'calendar', period: { view: 'month', day: month } })}
          >
            <span class="small-month-name">{names.monthAlone(month)}</span>
            <span class="small-month-count">
              <span aria-hidden="true">{formats.number(count)}</span>
              <span class="visually-hidden">{t('viewerMailCount', { count })}</span>
            </span>
            <svg
              viewBox={`0 0 ${7 * (cell + gap) - gap} ${6 * (cell + gap) - gap}`}
              aria-hidden="true"
              focusable="false"
            >
              {days.map(({ day, row, column, count: ofDay }) => (
                <rect
                  key={day}
                  class="tint"
                  data-tint={tintOf(ofDay, most)}
                  x={column * (cell + gap)}
                  y={row * (cell + gap)}
                  width={cell}
                  height={cell}
                  rx={2.5}
                />
              ))}
            </svg>
          </a>
        </li>
      ))}
    </ul>
  );
}
