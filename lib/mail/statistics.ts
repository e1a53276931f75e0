import { dateOfDay, dayOfDate, parseTime, serviceMoment, weekdayOf } from './clock.ts';
import type { MailRow, SourceId } from './mail.ts';

/** The number of mails of a sender. */
export interface SenderTotal {
  service: SourceId;
  id: string;
  /** The name in the newest mail. */
  name: string;
  count: number;
}

/** A period without mails: from one mail to the next. */
export interface Silence {
  before: MailRow;
  after: MailRow;
  /** The days of the two mails, by number. */
  from: number;
  to: number;
}

/** The statistics that the calendar shows of a set of mails. */
export interface MailStatistics {
  total: number;
  /** The mails of each day with mails, newest first, by the day's number. */
  byDay: ReadonlyMap<number, readonly MailRow[]>;
  /**
   * The number of mails in each month from the first to the last, by the number of its first day; 0 for a month without
   * mails.
   */
  byMonth: readonly { day: number; count: number }[];
  /** The number of mails on each weekday (0 is Sunday) at each hour. */
  byHour: readonly (readonly number[])[];
  /** Sorted by the number of mails, most first. */
  senders: readonly SenderTotal[];
  first: MailRow | undefined;
  newest: MailRow | undefined;
  longestSilence: Silence | undefined;
  /** The day with the most mails; the newest of several. */
  busiestDay: number | undefined;
}

/** Counts mails, one slice at a time. */
export interface StatisticsCounter {
  /** Rows come newest first, each slice older than the one before. A mail whose time is not a time is ignored. */
  add(rows: readonly MailRow[]): void;
  result(): MailStatistics;
}

/** Creates a counter without mails; it counts by days and hours of the services' clock. */
export function createStatisticsCounter(): StatisticsCounter {
  const byDay = new Map<number, MailRow[]>();
  const byHour = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  const senders = new Map<string, SenderTotal>();
  let total = 0;
  let newest: MailRow | undefined;
  let last: { row: MailRow; ms: number; day: number } | undefined;
  let silence: Silence | undefined;
  let silenceMs = 0;

  const addOne = (row: MailRow): void => {
    const ms = parseTime(row.receivedAt);
    if (ms === undefined) return;
    const { day, minute } = serviceMoment(ms);
    total += 1;
    const ofDay = byDay.get(day);
    if (ofDay) ofDay.push(row);
    else byDay.set(day, [row]);
    const hours = byHour[weekdayOf(day)];
    if (hours) hours[Math.floor(minute / 60)]! += 1;
    const key = `${row.service}\n${row.from.id}`;
    const sender = senders.get(key);
    if (sender) sender.count += 1;
    else senders.set(key, { service: row.service, ...row.from, count: 1 });
    newest ??= row;
    if (last && last.ms - ms > silenceMs) {
      silence = { before: row, after: last.row, from: day, to: last.day };
      silenceMs = last.ms - ms;
    }
    last = { row, ms, day };
  };

  return {
    add: (rows) => rows.forEach(addOne),
    result() {
      let busiestDay: number | undefined;
      let most = 0;
      for (const [day, { length }] of byDay) {
        if (length < most || (length === most && day <= (busiestDay ?? -Infinity))) continue;
        busiestDay = day;
        most = length;
      }
      return {
        total,
        byDay,
        byMonth: countMonths(byDay),
        byHour,
        senders: [...senders.values()].sort(
          (a, b) => b.count - a.count || (`${a.service}\n${a.id}` < `${b.service}\n${b.id}` ? -1 : 1),
        ),
        first: last?.row,
        newest,
        longestSilence: silence,
        busiestDay,
      };
    },
  };
}

function countMonths(byDay: ReadonlyMap<number, readonly MailRow[]>): { day: number; count: number }[] {
  const counts = new Map<number, number>();
  let first = Infinity;
  let last = -Infinity;
  for (const [day, { length }] of byDay) {
    const month = firstOfMonth(day);
    counts.set(month, (counts.get(month) ?? 0) + length);
    first = Math.min(first, month);
    last = Math.max(last, month);
  }
  const months: { day: number; count: number }[] = [];
  for (let day = first; day <= last; day = nextMonth(day)) months.push({ day, count: counts.get(day) ?? 0 });
  return months;
}

/** The number of the first day of a day's month. */
export function firstOfMonth(day: number): number {
  const { year, month } = dateOfDay(day);
  return dayOfDate(year, month, 1);
}

/** The number of the first day of the month `by` months later, or earlier when `by` is negative. */
export function nextMonth(day: number, by = 1): number {
  const { year, month } = dateOfDay(day);
  return dayOfDate(year, month + by, 1);
}

/**
 * The days of earlier years with today's date that have mails, newest first. On 28 February of a year without a 29th,
 * the 29th counts too.
 */
export function daysLikeToday(statistics: Pick<MailStatistics, 'byDay'>, today: number): number[] {
  const { year, month, day } = dateOfDay(today);
  const isLeapDayMissing = month === 2 && day === 28 && dateOfDay(today + 1).day === 1;
  return [...statistics.byDay.keys()]
    .filter((other) => {
      const date = dateOfDay(other);
      const isSameDate = date.month === month && (date.day === day || (isLeapDayMissing && date.day === 29));
      return isSameDate && date.year < year;
    })
    .sort((a, b) => b - a);
}

/** The weeks of a month as numbers of days; positions before its first and after its last day are undefined. */
export function weeksOfMonth(month: number, firstWeekday: number): (number | undefined)[][] {
  const end = nextMonth(month);
  const weeks: (number | undefined)[][] = [];
  for (let day = month - ((weekdayOf(month) - firstWeekday + 7) % 7); day < end; day += 7) {
    weeks.push(
      Array.from({ length: 7 }, (_, at) => (day + at >= month && day + at < end ? day + at : undefined)),
    );
  }
  return weeks;
}

/** The tint of a count relative to the largest count: 0 for none, 1 to 4 for its quarters. */
export function tintOf(count: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (count <= 0 || most <= 0) return 0;
  const level = Math.ceil((count / most) * 4);
  return Math.min(4, Math.max(1, level)) as 1 | 2 | 3 | 4;
}
