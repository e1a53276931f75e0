import {
  createMailDays,
  dateOfDay,
  ownMoment,
  parseTime,
  serviceMoment,
  serviceUtcOffsetMinutes,
} from '../../lib/mail/clock.ts';
import { createFullDate } from './full-date.ts';
import type { Language } from './translate.ts';

/**
 * Formats dates, numbers and sizes in one language. Times of mails are on the services' clock; `ownMoment` and
 * `inOwnTime` are on the clock of the user's device.
 */
export interface Formats {
  number(value: number): string;
  /** Bytes in the largest fitting unit, powers of 1000: `1.8 GB`. */
  bytes(value: number): string;
  /** The time of day of a mail: `21:03`. */
  time(receivedAt: string): string;
  /** The day of a mail with its weekday, for headings. */
  day(receivedAt: string): string;
  /** The day and time of a mail, written out. */
  moment(receivedAt: string): string;
  /** The day of a mail, `2020-01-02`; a text that is not a time is returned unchanged. */
  dayKey(receivedAt: string): string;
  /** When the mail arrived on the user's own clock, as short as possible; undefined where both clocks show the same. */
  inOwnTime(receivedAt: string): string | undefined;
  /** The day and time of something the user did, written out. */
  ownMoment(iso: string): string;
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Creates the formats of a language; each is built once with `Intl`. */
export function createFormats(language: Language): Formats {
  const numbers = new Intl.NumberFormat(language);
  const clockTime = { hour: 'numeric', minute: '2-digit' } as const;
  const times = new Intl.DateTimeFormat(language, { ...clockTime, timeZone: 'UTC' });
  const onServiceClock =
    (format: (moment: number) => string) =>
    (receivedAt: string): string => {
      const at = parseTime(receivedAt);
      return at === undefined ? receivedAt : format(at + serviceUtcOffsetMinutes * 60_000);
    };
  const ownMoments = createFullDate(language, { hasTime: true });
  const dayOf = createMailDays();
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
    time: onServiceClock((moment) => times.format(moment)),
    day: onServiceClock(createFullDate(language, { timeZone: 'UTC' })),
    moment: onServiceClock(createFullDate(language, { timeZone: 'UTC', hasTime: true })),
    dayKey: (receivedAt) => dayOf(receivedAt) ?? receivedAt,
    inOwnTime(receivedAt) {
      const at = parseTime(receivedAt);
      if (at === undefined) return undefined;
      const [there, here] = [serviceMoment(at), ownMoment(at)];
      if (there.day === here.day && there.minute === here.minute) return undefined;
      const day = { weekday: 'short', month: 'short', day: 'numeric' } as const;
      const isSameYear = dateOfDay(there.day).year === dateOfDay(here.day).year;
      const format = new Intl.DateTimeFormat(language, {
        ...clockTime,
        ...(there.day === here.day ? {} : day),
        ...(isSameYear ? {} : { year: 'numeric' }),
      });
      return format.format(at);
    },
    ownMoment(iso) {
      const at = parseTime(iso);
      return at === undefined ? iso : ownMoments(at);
    },
  };
}
