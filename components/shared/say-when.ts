import type { Language } from './translate.ts';

/** A moment as short as possible: the time today, the day and time this year, otherwise the date. */
export function sayWhen(iso: string, language: Language, now: number, timeZone?: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const zone = timeZone === undefined ? {} : { timeZone };
  const part = (moment: Date | number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, ...zone }).format(moment);
  if (part(date, { dateStyle: 'short' }) === part(now, { dateStyle: 'short' }))
    return part(date, { timeStyle: 'short' });
  if (part(date, { year: 'numeric' }) === part(now, { year: 'numeric' }))
    return part(date, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  return part(date, { dateStyle: 'medium' });
}
