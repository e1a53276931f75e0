const dayMs = 86_400_000;
const minuteMs = 60_000;

/**
 * Makes what tells the day of an ISO time in a zone, `2020-01-02`; the reader's own zone unless another is given. Asking
 * `Intl` for each of a hundred thousand mails takes most of a second, so it is asked for a zone's offset, a few times a day.
 */
export function createDayKeys(timeZone?: string): (iso: string) => string {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const offsetAt = (ms: number): number => {
    const value = Object.fromEntries(
      parts.formatToParts(ms).map(({ type, value: text }) => [type, Number(text)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = value;
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / minuteMs) * minuteMs;
  };
  /** By UTC day: the offset that holds all through it; undefined on the days a zone changes it. */
  const offsets = new Map<number, number | undefined>();
  const known = new Map<string, string>();
  return (iso) => {
    const before = known.get(iso);
    if (before !== undefined) return before;
    const ms = Date.parse(iso);
    if (Number.isNaN(ms)) return iso;
    const utcDay = Math.floor(ms / dayMs);
    if (!offsets.has(utcDay)) {
      const [start, end] = [offsetAt(utcDay * dayMs), offsetAt((utcDay + 1) * dayMs)];
      offsets.set(utcDay, start === end ? start : undefined);
    }
    const key = new Date(ms + (offsets.get(utcDay) ?? offsetAt(ms))).toISOString().slice(0, 10);
    known.set(iso, key);
    return key;
  };
}
