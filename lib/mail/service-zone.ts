/** Japan and Korea, where every service we know lives: minutes east of UTC, without summer time. */
export const serviceUtcOffsetMinutes = 540;

/** The day of a moment on the services' clock, `2020-01-02`; undefined for a text that is no time. */
export function serviceDay(iso: string): string | undefined {
  const at = Date.parse(iso);
  return Number.isNaN(at)
    ? undefined
    : new Date(at + serviceUtcOffsetMinutes * 60_000).toISOString().slice(0, 10);
}
