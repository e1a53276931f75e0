/** Longer waits are not slept through: the browser would end the worker. They are written down and left to an alarm. */
export const longestSleepMs = 20_000;

/** However long a server asks to wait, we look again after this. */
export const longestWaitMs = 60 * 60_000;

const firstBackoffMs = 500;
const longestBackoffMs = 16_000;

/**
 * What a `Retry-After` header asks for, in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3), never negative, never
 * more than an hour. A date is counted from the answer's own `Date`, where it has one: this computer's clock, `now`, may
 * be wrong by any amount. Undefined when absent or not understood.
 */
export function parseRetryAfter(header: string | undefined, now: number, date?: string): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const isNumber = /^[+-]?\d+(?:\.\d+)?$/.test(text);
  const waitMs = isNumber ? Number(text) * 1000 : parseDate(text) - (parseDate(date ?? '') || now);
  return Number.isNaN(waitMs) ? undefined : Math.min(longestWaitMs, Math.max(0, Math.ceil(waitMs)));
}

/** `Date.parse` also reads bare numbers, as years. */
const parseDate = (text: string): number => (/[a-z]/i.test(text) ? Date.parse(text) : Number.NaN);

/**
 * Whether a wait that was written down as a time, milliseconds since 1970, still holds. None is longer than an hour, so
 * one that seems to be was written before the clock was set back.
 */
export function isHeldUntil(untilMs: number, now: number): boolean {
  return untilMs > now && untilMs - now <= longestWaitMs;
}

/** Exponential backoff with full jitter: anywhere between now and twice the last time. `failures` counts from 1. */
export function backoffMs(failures: number, random: number): number {
  return Math.floor(random * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1)));
}
