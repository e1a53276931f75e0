import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDayKeys } from '../../../components/shared/day-key.ts';

describe('the day of a time', () => {
  it('is that of the zone', () => {
    expect(createDayKeys('Asia/Tokyo')('2020-01-01T15:00:00Z')).toBe('2020-01-02');
    expect(createDayKeys('America/New_York')('2020-01-02T04:59:59Z')).toBe('2020-01-01');
  });

  it('is what was given when it is no time', () => {
    expect(createDayKeys('Asia/Tokyo')('soon')).toBe('soon');
  });

  it('is what Intl says, in zones with odd offsets and with summer time', () => {
    for (const timeZone of [
      'Asia/Seoul',
      'Asia/Kathmandu',
      'America/St_Johns',
      'Europe/Berlin',
      'Pacific/Apia',
    ]) {
      const dayOf = createDayKeys(timeZone);
      const intl = new Intl.DateTimeFormat('en-CA', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      });
      const seconds = fc.integer({ min: Date.UTC(2011, 0) / 1000, max: Date.UTC(2031, 0) / 1000 });
      fc.assert(
        fc.property(seconds, (at) => {
          const date = new Date(at * 1000);
          expect(dayOf(date.toISOString())).toBe(intl.format(date));
        }),
      );
    }
  });
});
