import { dateOfDay } from '../../../lib/mail/clock.ts';
import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { DateNames } from '../shared/date-names.ts';
import { NumbersTable } from './NumbersTable.tsx';

interface MonthsPlotProps {
  statistics: MailStatistics;
  t: Translate;
  formats: Formats;
  names: DateNames;
}

const height = 150;
const below = 22;
const above = 8;

/** The number of mails of each month, as bars from the first month to the last. */
export function MonthsPlot({ statistics, t, formats, names }: MonthsPlotProps) {
  const { byMonth } = statistics;
  const most = Math.max(1, ...byMonth.map(({ count }) => count));
  const best = byMonth.find(({ count }) => count === most);
  // Few months get wide bars; many months make the plot wider than the page, which then scrolls.
  const step = Math.max(14, Math.min(56, Math.floor(1040 / Math.max(1, byMonth.length))));
  const width = Math.max(320, byMonth.length * step);
  const summary = t('calendarMonthsText', {
    month: best ? names.month(best.day) : '',
    mails: t('viewerMailCount', { count: best?.count ?? 0 }),
  });
  return (
    <section class="card plot" data-wide="true" aria-label={t('calendarMonths')}>
      <h3>{t('calendarMonths')}</h3>
      <p class="quiet">{summary}</p>
      <div class="plot-scroller" tabIndex={0} role="group" aria-label={t('calendarMonths')}>
        <svg
          class="months-plot"
          viewBox={`0 0 ${width} ${height + below}`}
          style={{ width: `${width}px` }}
          role="img"
          aria-label={summary}
        >
          <line x1={0} x2={width} y1={height} y2={height} />
          {byMonth.map(({ day, count }, at) => {
            const size = (count / most) * (height - above);
            return (
              <g key={day}>
                <rect
                  x={at * step + 2}
                  y={height - Math.max(count > 0 ? 2 : 0, size)}
                  width={step - 4}
                  height={Math.max(count > 0 ? 2 : 0, size)}
                  rx={3}
                >
                  <title>{`${names.month(day)}: ${t('viewerMailCount', { count })}`}</title>
                </rect>
                {(dateOfDay(day).month === 1 || at === 0) && (
                  <text x={at * step + 2} y={height + 17}>
                    {isNamed(byMonth, at) ? names.year(day) : ''}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <NumbersTable
        title={t('calendarMonths')}
        columns={[t('calendarMonth'), t('viewerMails')]}
        rows={byMonth.map(({ day, count }) => [names.month(day), formats.number(count)])}
        t={t}
      />
    </section>
  );
}

/** The first bar is labelled with its year only where the next year's label leaves room. */
function isNamed(byMonth: readonly { day: number }[], at: number): boolean {
  if (at > 0) return true;
  const next = byMonth.findIndex(({ day }, index) => index > 0 && dateOfDay(day).month === 1);
  return next === -1 || next > 3;
}
