const pattern =
  /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/;

/**
 * A time as the service writes it (`2020-01-02 21:03:04`, also with slashes, also without seconds) as ISO in UTC. One that
 * names no zone is of the service's own clock, `utcOffsetMinutes` east of UTC.
 * Undefined for what is no time, and for a display time that lacks its day.
 */
export function toIsoTime(text: string, utcOffsetMinutes: number): string | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    local.getUTCFullYear() === year &&
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isReal) return undefined;
  const utc = new Date(local.getTime() - (offsetOf(found[7]) ?? utcOffsetMinutes) * 60_000);
  const iso = utc.toISOString().replace('.000Z', 'Z');
  return iso.length === 20 ? iso : undefined;
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
