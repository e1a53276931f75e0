/** Zones on both sides of the services' own, with odd offsets and with summer time. */
export const zones = [
  'America/Los_Angeles',
  'America/St_Johns',
  'UTC',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Asia/Seoul',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
] as const;

const own = process.env['TZ'];

/** Sets this process's time zone; undefined restores its own. */
export function setZone(zone: string | undefined): void {
  const next = zone ?? own;
  if (next === undefined) delete process.env['TZ'];
  else process.env['TZ'] = next;
}
