import { parseTime } from './clock.ts';

/** A moment on a clock `utcOffsetMinutes` east of UTC, independent of the device's own zone. */
export interface ZonedTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** The date of everything that has none: the first day a ZIP can store. */
export const noTime: ZonedTime = { year: 1980, month: 1, day: 1, hour: 0, minute: 0, second: 0 };

/** Converts an ISO time to the given clock; a text that is not a time gives `noTime`. */
export function zonedTime(iso: string, utcOffsetMinutes: number): ZonedTime {
  const at = parseTime(iso);
  if (at === undefined) return noTime;
  const date = new Date(at + utcOffsetMinutes * 60_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `2020-01-02` */
export function dateText({ year, month, day }: ZonedTime): string {
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** `2020-01-02 21:03:04` */
export function momentText(time: ZonedTime): string {
  return `${dateText(time)} ${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}`;
}

/**
 * The same moment as an ISO time on another clock, `2020-01-02T21:03:04+09:00`; a text that is not a time is returned
 * unchanged.
 */
export function isoText(iso: string, utcOffsetMinutes: number): string {
  if (parseTime(iso) === undefined) return iso;
  return momentText(zonedTime(iso, utcOffsetMinutes)).replace(' ', 'T') + offsetText(utcOffsetMinutes);
}

/** `+09:00` */
export function offsetText(utcOffsetMinutes: number): string {
  const minutes = Math.abs(utcOffsetMinutes);
  return `${utcOffsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
