import { createDayKeys } from './day-key.ts';
import type { Language } from './translate.ts';

/** Dates, numbers and sizes as a language writes them, in the reader's own time zone unless another is given. */
export interface Formats {
  number(value: number): string;
  /** Bytes in the largest fitting unit, powers of 1000: `1.8 GB`. */
  bytes(value: number): string;
  /** Time of day: `21:03`. */
  time(iso: string): string;
  /** A day with its weekday, for headings. */
  day(iso: string): string;
  /** Day and time, written out. */
  moment(iso: string): string;
  /** A text that is equal for times of the same day, `2020-01-02`. */
  dayKey(iso: string): string;
}

/** The zone of the services: Japan's, which is Korea's too. */
export const serviceTimeZone = 'Asia/Tokyo';

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Formats by `Intl`, made once per language. */
export function createFormats(language: Language, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const numbers = new Intl.NumberFormat(language);
  const times = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', ...zone });
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'full', ...zone });
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', ...zone });
  const said = (format: Intl.DateTimeFormat, iso: string): string => {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? iso : format.format(date);
  };
  return {
    number: (value) => numbers.format(value),
    bytes(value) {
      const power = value < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
      const amount = value / 1000 ** power;
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit: byteUnits[power] ?? 'byte',
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 || amount >= 100 ? 0 : 1,
      }).format(amount);
    },
    time: (iso) => said(times, iso),
    day: (iso) => said(days, iso),
    moment: (iso) => said(moments, iso),
    dayKey: createDayKeys(timeZone),
  };
}
