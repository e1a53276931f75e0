import type { Language } from './translate.ts';

/** A moment as short as possible: the time today, the day and time this year, otherwise the date. */
export function sayWhen(iso: string, language: Language, now: number, timeZone?: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const zone = timeZone === undefined ? {} : { timeZone };
  const write = (moment: Date | number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, ...zone }).format(moment);
  if (write(date, { dateStyle: 'short' }) === write(now, { dateStyle: 'short' }))
    return write(date, { timeStyle: 'short' });
  if (write(date, { year: 'numeric' }) === write(now, { year: 'numeric' }))
    return write(date, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  return write(date, { dateStyle: 'medium' });
}
