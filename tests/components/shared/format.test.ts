import { afterEach, describe, expect, it } from 'vitest';
import { createFormats } from '../../../components/shared/format.ts';
import { setZone, zones } from '../../support/zones.ts';

afterEach(() => setZone(undefined));

/** A text with every white space as a space. */
const plain = (text: string | undefined) => text?.replace(/\s/g, ' ');

/** 25 April 2021, 23:40 on the services' clock. */
const evening = '2021-04-25T14:40:00Z';

describe('The time of a mail', () => {
  it.each(zones)('is that of the service on a device in %s', (zone) => {
    setZone(zone);
    expect(plain(createFormats('en').moment(evening))).toBe('Sunday, April 25, 2021 at 11:40 PM');
    expect(plain(createFormats('ko').moment(evening))).toBe('2021년 4월 25일 일요일 오후 11:40');
    expect(plain(createFormats('ja').moment(evening))).toBe('2021年4月25日(日) 23:40');
    expect(plain(createFormats('ja').day(evening))).toBe('2021年4月25日(日)');
    expect(createFormats('ja').time(evening)).toBe('23:40');
    expect(createFormats('ja').dayKey(evening)).toBe('2021-04-25');
  });

  it('is returned as written when it is not a time', () => {
    const { time, day, moment, dayKey, ownMoment, inOwnTime } = createFormats('en');
    for (const say of [time, day, moment, dayKey, ownMoment]) expect(say('soon')).toBe('soon');
    expect(inOwnTime('soon')).toBeUndefined();
  });
});

describe('The time of a mail on the clock of the device', () => {
  it.each([
    ['Asia/Seoul', evening, undefined],
    ['Asia/Tokyo', evening, undefined],
    ['Europe/Paris', evening, '4:40 PM'],
    ['Pacific/Kiritimati', evening, 'Mon, Apr 26, 4:40 AM'],
    ['America/New_York', '2021-01-01T00:10:00Z', 'Thu, Dec 31, 2020, 7:10 PM'],
  ])('in %s is shown only where it differs', (zone, iso, said) => {
    setZone(zone);
    expect(plain(createFormats('en').inOwnTime(iso))).toBe(said);
  });
});

describe('The time of what the user did', () => {
  it('is that of the device', () => {
    setZone('America/Los_Angeles');
    expect(plain(createFormats('en').ownMoment(evening))).toBe('Sunday, April 25, 2021 at 7:40 AM');
  });
});
