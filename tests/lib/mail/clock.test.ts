import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClock, dateOfDay, dayOfDate, dayText, parseDay, weekdayOf } from '../../../lib/mail/clock.ts';

const zones = ['Asia/Seoul', 'Asia/Tokyo', 'UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];

/** What `Intl` says, slowly. */
function saidByIntl(utcMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(utcMs);
}

function said(utcMs: number, timeZone?: string): string {
  const { day, minute } = createClock(timeZone)(utcMs);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${dayText(day)} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

describe('a clock', () => {
  it('agrees with Intl in every zone, at every minute from 1990 to 2040', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1990, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 }),
        fc.constantFrom(...zones),
        (minutes, zone) => {
          expect(said(minutes * 60_000, zone)).toBe(saidByIntl(minutes * 60_000, zone));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('knows the hour that summer time skips', () => {
    expect(said(Date.UTC(2021, 2, 14, 6, 59), 'America/New_York')).toBe('2021-03-14 01:59');
    expect(said(Date.UTC(2021, 2, 14, 7, 0), 'America/New_York')).toBe('2021-03-14 03:00');
  });

  it('is the machine’s own unless a zone is named', () => {
    const at = Date.UTC(2021, 3, 28, 20, 15);
    expect(said(at)).toBe(saidByIntl(at, Intl.DateTimeFormat().resolvedOptions().timeZone));
  });

  it('puts an evening in London on the next day in Seoul', () => {
    const at = Date.UTC(2021, 3, 28, 16, 0);
    expect(said(at, 'Asia/Seoul')).toBe('2021-04-29 01:00');
  });
});

describe('the numbers of days', () => {
  it('are dates and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 60_000 }), (day) => {
        const { year, month, day: ofMonth } = dateOfDay(day);
        expect(dayOfDate(year, month, ofMonth)).toBe(day);
        expect(parseDay(dayText(day))).toBe(day);
      }),
    );
  });

  it('know their weekday', () => {
    expect(weekdayOf(dayOfDate(2021, 4, 28))).toBe(3);
    expect(weekdayOf(dayOfDate(1969, 12, 28))).toBe(0);
  });

  it('are not read from a date that does not exist', () => {
    expect(parseDay('2021-02-30')).toBeUndefined();
    expect(parseDay('2021-2-3')).toBeUndefined();
    expect(parseDay('tomorrow')).toBeUndefined();
  });
});
