/** Longer waits are not slept through: the browser would end the worker. They are written down and left to an alarm. */
export const longestSleepMs = 20_000;

/** However long a server asks to wait, we look again after this. */
export const longestWaitMs = 60 * 60_000;

const firstBackoffMs = 500;
const longestBackoffMs = 16_000;

/**
 * What a `Retry-After` header asks for, in milliseconds from `now`: seconds or an HTTP date (RFC 9110, 10.2.3), never
 * negative, never more than an hour. Undefined when absent or not understood.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const isNumber = /^[+-]?\d+(?:\.\d+)?$/.test(text);
  const waitMs = isNumber ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - now : Number.NaN;
  return Number.isNaN(waitMs) ? undefined : Math.min(longestWaitMs, Math.max(0, Math.ceil(waitMs)));
}

/** Exponential backoff with full jitter: anywhere between now and twice the last time. `failures` counts from 1. */
export function backoffMs(failures: number, random: number): number {
  return Math.floor(random * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1)));
}
