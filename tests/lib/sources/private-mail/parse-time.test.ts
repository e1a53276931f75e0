import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toIsoTime } from '../../../../lib/sources/private-mail/parse-time.ts';

describe('a time of the service', () => {
  it.each([
    ['2020-01-02 21:03:04', '2020-01-02T12:03:04Z'],
    ['2020/01/02 21:03:04', '2020-01-02T12:03:04Z'],
    ['2020/01/02 08:59', '2020-01-01T23:59:00Z'],
    ['2020-1-2 8:59', '2020-01-01T23:59:00Z'],
    ['2020-03-01 00:00:00', '2020-02-29T15:00:00Z'],
    ['2020-01-02T12:03:04Z', '2020-01-02T12:03:04Z'],
    ['2020-01-02T12:03:04+05:30', '2020-01-02T06:33:04Z'],
  ])('%s is %s', (text, iso) => {
    expect(toIsoTime(text, 540)).toBe(iso);
  });

  it.each(['', '21:03', '2020-02-30 10:00:00', '2020-01-01 24:00:00', '2020-13-01 10:00', 'yesterday'])(
    '%j is none',
    (text) => {
      expect(toIsoTime(text, 540)).toBeUndefined();
    },
  );

  it('is of the clock of its service where it names no zone', () => {
    expect(toIsoTime('2020-01-02 21:03:04', -300)).toBe('2020-01-03T02:03:04Z');
    expect(toIsoTime('2020-01-02T12:03:04Z', -300)).toBe('2020-01-02T12:03:04Z');
  });

  it('comes back from any moment it can write', () => {
    const years = { min: new Date('2000-01-01'), max: new Date('2099-12-30'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const iso = `${date.toISOString().slice(0, 19)}Z`;
        const there = new Date(Date.parse(iso) + 9 * 3600_000).toISOString();
        expect(toIsoTime(`${there.slice(0, 10)} ${there.slice(11, 19)}`, 540)).toBe(iso);
      }),
    );
  });

  it('is a real moment or none, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const iso = toIsoTime(text, 540);
        if (iso !== undefined) expect(Number.isNaN(Date.parse(iso))).toBe(false);
      }),
    );
  });
});
