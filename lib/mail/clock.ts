const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A moment as a calendar tells it: whole days since 1970-01-01, and minutes since that day's midnight. */
export interface LocalMoment {
  day: number;
  minute: number;
}

/** Tells moments, in milliseconds since 1970 in UTC, on the calendar of one time zone. */
export type Clock = (utcMs: number) => LocalMoment;

/**
 * The clock of a time zone by its IANA name; the machine's own unless named. `Intl` takes microseconds for every date, so
 * it is asked twice for each day: a day that begins and ends with one offset has no other between.
 */
export function createClock(timeZone?: string): Clock {
  const offsetOf = timeZone === undefined ? ownOffset : zoneOffset(timeZone);
  const offsets = new Map<number, number>();
  const offsetAtMidnight = (day: number): number => {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    const offset = offsetOf(day * dayMs);
    offsets.set(day, offset);
    return offset;
  };
  return (utcMs) => {
    const utcDay = Math.floor(utcMs / dayMs);
    const offset = offsetAtMidnight(utcDay);
    const exact = offset === offsetAtMidnight(utcDay + 1) ? offset : offsetOf(utcMs);
    const localMs = utcMs + exact * minuteMs;
    const day = Math.floor(localMs / dayMs);
    return { day, minute: Math.floor((localMs - day * dayMs) / minuteMs) };
  };
}

function ownOffset(utcMs: number): number {
  return -new Date(utcMs).getTimezoneOffset();
}

function zoneOffset(timeZone: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utcMs) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(utcMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - utcMs) / minuteMs);
  };
}

/** A day of the calendar: `month` is 1–12. */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

/** What a day's number means. */
export function dateOfDay(day: number): CalendarDate {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The number of a day. A day past the month's end is one of the next month, as with `Date`. */
export function dayOfDate(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** `2020-01-02` */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The day a text like `2020-01-02` names; undefined when there is no such day. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const day = Date.parse(text) / dayMs;
  return Number.isInteger(day) && dayText(day) === text ? day : undefined;
}

/** Noon of a day in UTC, for formats that are set to UTC. */
export function noonOf(day: number): Date {
  return new Date(day * dayMs + dayMs / 2);
}
