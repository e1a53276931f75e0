import { dateOfDay, dayOfDate, dayText, parseDay } from '../../../lib/mail/clock.ts';

/** The period on screen: a year, a month, or a month with one of its days. Days are numbers of `lib/mail/clock.ts`. */
export type CalendarPeriod =
  { view: 'year'; day: number } | { view: 'month'; day: number } | { view: 'day'; day: number };

/** Reads `2021`, `2021-05` or `2021-05-03`; undefined for anything else. */
export function parsePeriod(text: string): CalendarPeriod | undefined {
  const day = parseDay(`${text}${text.length === 4 ? '-01-01' : text.length === 7 ? '-01' : ''}`);
  if (day === undefined) return undefined;
  return { view: text.length === 4 ? 'year' : text.length === 7 ? 'month' : 'day', day };
}

/** The period as part of an address. */
export function periodText({ view, day }: CalendarPeriod): string {
  return dayText(day).slice(0, view === 'year' ? 4 : view === 'month' ? 7 : 10);
}

/** The first day of a day's year, or of the year `by` years later. */
export function firstOfYear(day: number, by = 0): number {
  return dayOfDate(dateOfDay(day).year + by, 1, 1);
}
