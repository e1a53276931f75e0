import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDay, dayOfDate, dayText, weekdayOf } from '../../../lib/mail/clock.ts';
import { compareNewestFirst } from '../../../lib/mail/mail.ts';
import type { MailRow } from '../../../lib/mail/mail.ts';
import {
  createStatisticsCounter,
  daysLikeToday,
  firstOfMonth,
  nextMonth,
  tintOf,
  weeksOfMonth,
} from '../../../lib/mail/statistics.ts';

function aRow(receivedAt: string, sender = '1', name = 'Sky'): MailRow {
  return {
    service: 'letters',
    account: 'a1',
    id: `${receivedAt} ${sender}`,
    kind: 'mail',
    from: { id: sender, name },
    subject: '',
    preview: '',
    receivedAt,
    pictureCount: 0,
    isStarred: false,
    isUnread: false,
    isWithdrawn: false,
  };
}

function count(rows: MailRow[]) {
  const counter = createStatisticsCounter();
  counter.add([...rows].sort(compareNewestFirst));
  return counter.result();
}

const anyRows = fc.array(
  fc
    .record({
      at: fc.integer({ min: Date.UTC(2018, 10, 1) / 1000, max: Date.UTC(2022, 3, 1) / 1000 }),
      sender: fc.constantFrom('1', '2', '3'),
    })
    .map(({ at, sender }) => aRow(new Date(at * 1000).toISOString().replace('.000', ''), sender)),
  { maxLength: 60 },
);

describe('the statistics of mails', () => {
  it('use days and hours of the zone, not of UTC', () => {
    const { byDay, byHour } = count([aRow('2021-04-28T16:30:00Z')]);
    expect([...byDay.keys()].map(dayText)).toEqual(['2021-04-29']);
    expect(byHour[4]?.[1]).toBe(1);
  });

  it('contain the first mail, the longest silence and the busiest day', () => {
    const { first, newest, longestSilence, busiestDay } = count([
      aRow('2021-01-01T00:00:00Z'),
      aRow('2021-01-04T10:00:00Z'),
      aRow('2021-03-02T01:00:00Z'),
      aRow('2021-03-02T02:00:00Z'),
      aRow('2021-03-09T02:00:00Z'),
    ]);
    expect(first?.receivedAt).toBe('2021-01-01T00:00:00Z');
    expect(newest?.receivedAt).toBe('2021-03-09T02:00:00Z');
    expect(longestSilence).toMatchObject({
      before: { receivedAt: '2021-01-04T10:00:00Z' },
      after: { receivedAt: '2021-03-02T01:00:00Z' },
      from: dayOfDate(2021, 1, 4),
      to: dayOfDate(2021, 3, 2),
    });
    expect(busiestDay === undefined ? '' : dayText(busiestDay)).toBe('2021-03-02');
  });

  it('count months without mails too', () => {
    const { byMonth } = count([aRow('2020-11-30T20:00:00Z'), aRow('2021-02-01T00:00:00Z')]);
    expect(byMonth.map(({ day, count: mails }) => `${dayText(day)} ${mails}`)).toEqual([
      '2020-12-01 1',
      '2021-01-01 0',
      '2021-02-01 1',
    ]);
  });

  it('list the sender with most mails first, under the newest name', () => {
    const { senders } = count([
      aRow('2021-01-01T00:00:00Z', '1', 'Old name'),
      aRow('2021-01-02T00:00:00Z', '1', 'New name'),
      aRow('2021-01-03T00:00:00Z', '2', 'Other'),
    ]);
    expect(senders.map(({ name, count: mails }) => `${name} ${mails}`)).toEqual(['New name 2', 'Other 1']);
  });

  it('are empty without mails', () => {
    const nothing = count([]);
    expect(nothing).toMatchObject({ total: 0, byMonth: [], senders: [] });
    expect([nothing.first, nothing.longestSilence, nothing.busiestDay]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leave out a mail whose time is not a time', () => {
    expect(count([aRow('soon')]).total).toBe(0);
  });

  it('count every mail once, however it is looked at', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { total, byDay, byMonth, byHour, senders } = count(rows);
        const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
        expect(total).toBe(rows.length);
        expect(sum([...byDay.values()].map(({ length }) => length))).toBe(rows.length);
        expect(sum(byMonth.map((month) => month.count))).toBe(rows.length);
        expect(sum(byHour.flat())).toBe(rows.length);
        expect(sum(senders.map((sender) => sender.count))).toBe(rows.length);
      }),
    );
  });

  it('are the same however the mails are sliced', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const sorted = [...rows].sort(compareNewestFirst);
        const counter = createStatisticsCounter();
        for (let at = 0; at < sorted.length; at += size) counter.add(sorted.slice(at, at + size));
        expect(counter.result()).toEqual(count(rows));
      }),
    );
  });

  it('find the longest silence there is', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const times = rows.map(({ receivedAt }) => Date.parse(receivedAt)).sort((a, b) => a - b);
        const longest = Math.max(0, ...times.slice(1).map((time, at) => time - (times[at] ?? 0)));
        const silence = count(rows).longestSilence;
        const found = silence
          ? Date.parse(silence.after.receivedAt) - Date.parse(silence.before.receivedAt)
          : 0;
        expect(found).toBe(longest);
      }),
    );
  });
});

describe('this day in past years', () => {
  const rows = ['2018-05-03', '2020-05-03', '2020-05-04', '2021-05-03', '2020-02-29'].map((day) =>
    aRow(`${day}T03:00:00Z`),
  );

  it('is listed newest first, without this year', () => {
    const days = daysLikeToday(count(rows), dayOfDate(2021, 5, 3));
    expect(days.map(dayText)).toEqual(['2020-05-03', '2018-05-03']);
  });

  it('includes a leap day on the day before March', () => {
    expect(daysLikeToday(count(rows), dayOfDate(2021, 2, 28)).map(dayText)).toEqual(['2020-02-29']);
    expect(daysLikeToday(count(rows), dayOfDate(2024, 2, 28))).toEqual([]);
    expect(daysLikeToday(count(rows), dayOfDate(2024, 2, 29)).map(dayText)).toEqual(['2020-02-29']);
  });
});

describe('the weeks of a month', () => {
  it('begin on the country’s first weekday', () => {
    const may = dayOfDate(2021, 5, 1);
    expect(weeksOfMonth(may, 0)[0]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      may,
    ]);
    expect(weeksOfMonth(may, 1)[0]?.indexOf(may)).toBe(5);
  });

  it('hold every day once, each under its weekday', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30_000 }),
        fc.integer({ min: 0, max: 6 }),
        (day, firstWeekday) => {
          const month = firstOfMonth(day);
          const weeks = weeksOfMonth(month, firstWeekday);
          const days = weeks.flat().filter((each) => each !== undefined);
          expect(days).toEqual(Array.from({ length: nextMonth(month) - month }, (_, at) => month + at));
          for (const week of weeks) {
            week.forEach((each, at) => {
              if (each !== undefined) expect(weekdayOf(each)).toBe((firstWeekday + at) % 7);
            });
          }
        },
      ),
    );
  });
});

describe('months', () => {
  it('go on over the end of a year, and back', () => {
    expect(dayText(nextMonth(dayOfDate(2020, 12, 31)))).toBe('2021-01-01');
    expect(dateOfDay(nextMonth(dayOfDate(2021, 1, 15), -1))).toEqual({ year: 2020, month: 12, day: 1 });
  });
});

describe('a tint', () => {
  it('is 0 for nothing and the strongest for the most', () => {
    expect([tintOf(0, 9), tintOf(1, 400), tintOf(2, 3), tintOf(9, 9), tintOf(3, 0)]).toEqual([0, 1, 3, 4, 0]);
  });
});
