import { noonOf } from '../../../lib/mail/clock.ts';
import { createFullDate } from '../../shared/full-date.ts';
import type { Language } from '../../shared/translate.ts';

/**
 * Formats days, months and weekdays in one language. Days are numbers of `lib/mail/clock.ts`, so time zones play no
 * part.
 */
export interface DateNames {
  /** `May 2021` */
  month(day: number): string;
  /** `May` */
  monthAlone(day: number): string;
  /** `May`, abbreviated where the language does so. */
  monthShort(day: number): string;
  /** `2021`, with the suffix the language adds. */
  year(day: number): string;
  /** `Wednesday, May 5, 2021` */
  day(day: number): string;
  /** `May 5, 2021` */
  date(day: number): string;
  /** `Wed`, of the weekday 0 (Sunday) to 6. */
  weekday(weekday: number): string;
  /** `Wednesday` */
  weekdayLong(weekday: number): string;
  /** An hour of the day, 0–23: `9 PM`. */
  hour(hour: number): string;
}

/** Creates the formats of a language; each is built once with `Intl`. */
export function createDateNames(language: Language): DateNames {
  const made = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
    return (day: number): string => format.format(noonOf(day));
  };
  const hours = new Intl.DateTimeFormat(language, { hour: 'numeric', timeZone: 'UTC' });
  const fullDate = createFullDate(language, { timeZone: 'UTC' });
  // Day 3 was a Sunday: 4 January 1970.
  const ofWeekday = (say: (day: number) => string) => (weekday: number) => say(3 + weekday);
  return {
    month: made({ year: 'numeric', month: 'long' }),
    monthAlone: made({ month: 'long' }),
    monthShort: made({ month: 'short' }),
    year: made({ year: 'numeric' }),
    day: (day) => fullDate(noonOf(day)),
    date: made({ dateStyle: 'long' }),
    weekday: ofWeekday(made({ weekday: 'short' })),
    weekdayLong: ofWeekday(made({ weekday: 'long' })),
    hour: (hour) => hours.format(new Date(Date.UTC(1970, 0, 1, hour))),
  };
}
