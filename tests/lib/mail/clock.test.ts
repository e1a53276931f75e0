import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createMailDays,
  dateOfDay,
  dayOfDate,
  dayText,
  ownMoment,
  parseDay,
  parseTime,
  serviceMoment,
  weekdayOf,
} from '../../../lib/mail/clock.ts';
import type { LocalMoment } from '../../../lib/mail/clock.ts';
import { setZone, zones } from '../../support/zones.ts';

afterEach(() => setZone(undefined));

/** The same by `Intl`, slowly. */
function saidByIntl(utcMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(utcMs);
}

function said({ day, minute }: LocalMoment): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${dayText(day)} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

const anyTime = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 })
  .map((minutes) => minutes * 60_000);

describe('the clock of the services', () => {
  it.each(zones)('is that of Tokyo on a device in %s', (zone) => {
    setZone(zone);
    fc.assert(
      fc.property(anyTime, (at) => {
        expect(said(serviceMoment(at))).toBe(saidByIntl(at, 'Asia/Tokyo'));
      }),
    );
  });

  it('puts an evening in London on the next day', () => {
    expect(said(serviceMoment(Date.UTC(2021, 3, 28, 16, 0)))).toBe('2021-04-29 01:00');
  });
});

describe('the clock of the device', () => {
  it.each(zones)('agrees with Intl in %s', (zone) => {
    setZone(zone);
    fc.assert(
      fc.property(anyTime, (at) => {
        expect(said(ownMoment(at))).toBe(saidByIntl(at, zone));
      }),
    );
  });

  it('knows the hour that summer time skips', () => {
    setZone('America/New_York');
    expect(said(ownMoment(Date.UTC(2021, 2, 14, 6, 59)))).toBe('2021-03-14 01:59');
    expect(said(ownMoment(Date.UTC(2021, 2, 14, 7, 0)))).toBe('2021-03-14 03:00');
  });
});

describe('a time', () => {
  it.each([
    'soon',
    '',
    // No zone: another moment on every device.
    '2021-04-25T23:40:00',
    '2021-04-25',
    'Sun, 25 Apr 2021 14:40:00 GMT',
    '2021-02-31T99:40:00Z',
    // Some clock would have to write five digits.
    '9999-12-31T20:00:00Z',
    '+012345-01-01T00:00:00Z',
    '0999-01-01T00:00:00Z',
  ])('is not read from “%s”', (text) => {
    expect(parseTime(text)).toBeUndefined();
    expect(createMailDays()(text)).toBeUndefined();
  });

  it('is read with any zone it names', () => {
    const at = Date.UTC(2021, 3, 25, 14, 40);
    for (const text of ['2021-04-25T14:40:00Z', '2021-04-25T14:40:00.000Z', '2021-04-25T23:40+09:00']) {
      expect(parseTime(text)).toBe(at);
      expect(createMailDays()(text)).toBe('2021-04-25');
    }
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
