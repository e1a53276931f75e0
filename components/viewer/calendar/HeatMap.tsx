import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import { tintOf } from '../../../lib/mail/statistics.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { DateNames } from '../shared/date-names.ts';
import { NumbersTable } from './NumbersTable.tsx';

interface HeatMapProps {
  statistics: MailStatistics;
  firstWeekday: number;
  t: Translate;
  formats: Formats;
  names: DateNames;
}

const cell = 22;
const gap = 3;
const left = 46;
const top = 22;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** When mails arrive: weekdays by hours, darker for more mails. */
export function HeatMap({ statistics, firstWeekday, t, formats, names }: HeatMapProps) {
  const { byHour } = statistics;
  const weekdays = Array.from({ length: 7 }, (_, at) => (firstWeekday + at) % 7);
  const countOf = (weekday: number, hour: number): number => byHour[weekday]?.[hour] ?? 0;
  const most = Math.max(0, ...byHour.flat());
  const [busyDay = 0, busyHour = 0] =
    weekdays
      .flatMap((weekday) => hours.map((hour) => [weekday, hour]))
      .find(([weekday = 0, hour = 0]) => countOf(weekday, hour) === most) ?? [];
  const width = left + 24 * (cell + gap);
  const height = top + 7 * (cell + gap);
  return (
    <section class="card plot" aria-label={t('calendarHours')}>
      <h3>{t('calendarHours')}</h3>
      <p class="quiet">
        {t('calendarHoursText', { weekday: names.weekdayLong(busyDay), hour: names.hour(busyHour) })}
      </p>
      <div class="plot-scroller" tabIndex={0} role="group" aria-label={t('calendarHours')}>
        <svg
          class="heat-map"
          viewBox={`0 0 ${width} ${height}`}
          style={{ width: `${width}px` }}
          role="img"
          aria-label={t('calendarHoursText', {
            weekday: names.weekdayLong(busyDay),
            hour: names.hour(busyHour),
          })}
        >
          {[0, 6, 12, 18].map((hour) => (
            <text key={hour} x={left + hour * (cell + gap)} y={14}>
              {names.hour(hour)}
            </text>
          ))}
          {weekdays.map((weekday, row) => (
            <g key={weekday}>
              <text x={0} y={top + row * (cell + gap) + 16}>
                {names.weekday(weekday)}
              </text>
              {hours.map((hour) => (
                <rect
                  key={hour}
                  class="tint"
                  data-tint={tintOf(countOf(weekday, hour), most)}
                  x={left + hour * (cell + gap)}
                  y={top + row * (cell + gap)}
                  width={cell}
                  height={cell}
                  rx={5}
                >
                  <title>
                    {`${names.weekdayLong(weekday)}, ${names.hour(hour)}: ${t('viewerMailCount', { count: countOf(weekday, hour) })}`}
                  </title>
                </rect>
              ))}
            </g>
          ))}
        </svg>
      </div>
      <NumbersTable
        title={t('calendarHours')}
        columns={[t('calendarHour'), ...weekdays.map(names.weekday)]}
        rows={hours.map((hour) => [
          names.hour(hour),
          ...weekdays.map((weekday) => formats.number(countOf(weekday, hour))),
        ])}
        t={t}
      />
    </section>
  );
}
