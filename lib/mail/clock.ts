/**
 * The clock by which mails are dated. A mail belongs to the day on which it arrived on the services' own clock,
 * wherever it is read: list, calendar, gallery, filters, search, report, the scope of an export, and the names of pages
 * and pictures all take its day from here or from `zoned-time.ts`. What the user does (a backup or export that ended,
 * an import, a check, the day in the name of an exported file, a version that was noticed) is in the time of the user's
 * own device: `ownMoment`, and formats without a zone.
 */

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * The clock by which days are counted, that of Japan and Korea, where every known service is: minutes east of UTC, without
 * summer time.
 */
export const serviceUtcOffsetMinutes = 540;

/** A moment on a clock: whole days since 1970-01-01, and minutes since midnight of that day. */
export interface LocalMoment {
  day: number;
  minute: number;
}

// Without a zone a text means another moment on every device, and other forms mean another one in every browser.
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const earliest = Date.UTC(1000, 0, 2);
const latest = Date.UTC(9999, 11, 31);

/**
 * An ISO time in milliseconds since 1970 in UTC. Undefined for a text that is not a time or does not name its zone, and
 * for a time whose year does not have four digits on some clock.
 */
export function parseTime(iso: string): number | undefined {
  if (!isoTime.test(iso)) return undefined;
  const at = Date.parse(iso);
  return at >= earliest && at < latest ? at : undefined;
}

function momentAt(utcMs: number, utcOffsetMinutes: number): LocalMoment {
  const localMs = utcMs + utcOffsetMinutes * minuteMs;
  const day = Math.floor(localMs / dayMs);
  return { day, minute: Math.floor((localMs - day * dayMs) / minuteMs) };
}

/** A moment on the services' clock. */
export function serviceMoment(utcMs: number): LocalMoment {
  return momentAt(utcMs, serviceUtcOffsetMinutes);
}

/** A moment on this device's clock. */
export function ownMoment(utcMs: number): LocalMoment {
  return momentAt(utcMs, -new Date(utcMs).getTimezoneOffset());
}

/**
 * Creates a function that returns the day a mail belongs to, `2020-01-02`, by its ISO time; undefined for a text that
 * is not a time. The texts of days are cached, because they are few; caching those of times costs more than parsing
 * them again.
 */
export function createMailDays(): (receivedAt: string) => string | undefined {
  const texts = new Map<number, string>();
  return (receivedAt) => {
    const at = parseTime(receivedAt);
    if (at === undefined) return undefined;
    const { day } = serviceMoment(at);
    const known = texts.get(day);
    if (known !== undefined) return known;
    const text = dayText(day);
    texts.set(day, text);
    return text;
  };
}

/** A day of the calendar: `month` is 1–12. */
export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

/** The date of a day's number. */
export function dateOfDay(day: number): CalendarDate {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The number of a day. A day past the end of the month belongs to the next month, as with `Date`. */
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

/** The number of the day a text like `2020-01-02` names; undefined when there is no such day. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const day = Date.parse(text) / dayMs;
  return Number.isInteger(day) && dayText(day) === text ? day : undefined;
}

/** Noon of a day in UTC, for formats with the time zone UTC. */
export function noonOf(day: number): Date {
  return new Date(day * dayMs + dayMs / 2);
}
