import { createClock, dayText } from '../../lib/mail/clock.ts';

/**
 * Makes what tells the day of an ISO time in a zone, `2020-01-02`; the reader's own zone unless another is given. What is no
 * time is given back. Remembers what it told: lists ask for the same mails again and again.
 */
export function createDayKeys(timeZone?: string): (iso: string) => string {
  const clock = createClock(timeZone);
  const known = new Map<string, string>();
  const texts = new Map<number, string>();
  return (iso) => {
    const before = known.get(iso);
    if (before !== undefined) return before;
    const ms = Date.parse(iso);
    if (Number.isNaN(ms)) return iso;
    const { day } = clock(ms);
    const key = texts.get(day) ?? dayText(day);
    texts.set(day, key);
    known.set(iso, key);
    return key;
  };
}
