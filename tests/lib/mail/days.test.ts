import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createFormats } from '../../../components/shared/format.ts';
import { blankForm, countChosen, optionsOf } from '../../../components/viewer/export/export-form.ts';
import { groupByMonth } from '../../../components/viewer/gallery/choose-media.ts';
import { saveName } from '../../../components/viewer/gallery/save-name.ts';
import { chooseContent } from '../../../lib/formats/content/choose-content.ts';
import { createAccountPaths } from '../../../lib/formats/paths.ts';
import { createPathBook } from '../../../lib/zip/safe-names.ts';
import { createMailDays, dayText, parseDay, serviceUtcOffsetMinutes } from '../../../lib/mail/clock.ts';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { noMarks } from '../../../lib/mail/marks.ts';
import { findGaps } from '../../../lib/mail/report.ts';
import { compileFilter } from '../../../lib/mail/search/filter.ts';
import { parseQuery } from '../../../lib/mail/search/query.ts';
import { createStatisticsCounter, nextMonth } from '../../../lib/mail/statistics.ts';
import { anArchiveMail, memoryArchive } from '../../support/memory-archive.ts';
import { setZone, zones } from '../../support/zones.ts';

afterEach(() => setZone(undefined));

const never = new AbortController().signal;

/** The day of a mail in every part of the project that shows or writes it. */
async function daysOf(receivedAt: string, day: string): Promise<Record<string, unknown>> {
  const mail = anArchiveMail({ id: 'm1', receivedAt, from: { id: '1', name: 'Sky' } });
  const { row } = mail;
  const choice = { firstDay: day, lastDay: day };
  const exported = chooseContent(memoryArchive([mail]), {
    choice,
    listWaiting: () => Promise.resolve([]),
    onChosen: () => undefined,
  });
  let mailsExported = 0;
  for (const account of await exported.accounts()) {
    for await (const _ of exported.mails(account, never)) mailsExported += 1;
  }
  const counter = createStatisticsCounter();
  counter.add([row]);
  const paths = createAccountPaths(
    { ...row, utcOffsetMinutes: serviceUtcOffsetMinutes },
    true,
    createPathBook(),
  );
  const item = { row, file: { ...row, ref: anImage(row), state: 'saved', sizeBytes: 1 } as const };
  const known = { mailboxes: [], senders: [], marks: noMarks };
  const isFound = (filter: { from: string; to: string } | undefined, query: string): boolean =>
    compileFilter(filter ? { range: filter } : {}, parseQuery(query), {
      tags: [],
      markOf: () => undefined,
      dayOf: createMailDays(),
    })(row);
  return {
    list: createFormats('en').dayKey(receivedAt),
    calendar: [...counter.result().byDay.keys()].map(dayText).join(' '),
    gallery: groupByMonth([item]).map((month) => dayText(month.day).slice(0, 7)),
    filter: isFound({ from: day, to: day }, ''),
    search: isFound(undefined, `date:${day}`),
    counted: countChosen([row], optionsOf({ ...blankForm, ...choice }, known), noMarks),
    exported: mailsExported,
    page: paths.mail(row.from, receivedAt, row.id),
    folder: paths.media(row.from, receivedAt, 'img/a.jpg', 'image/jpeg'),
    picture: saveName(item),
    monthAfter: findGaps([receivedAt, '2040-01-15T00:00:00Z'], serviceUtcOffsetMinutes)[0]?.first,
  };
}

function anImage({ id }: MailRow) {
  return { key: 'img/a.jpg', url: 'https://img/a.jpg', kind: 'image', role: 'body', mailId: id } as const;
}

/** The result on which all of them must agree. */
const agreed = (day: string) => ({
  list: day,
  calendar: day,
  gallery: [day.slice(0, 7)],
  filter: true,
  search: true,
  counted: 1,
  exported: 1,
  page: `mails/Sky_1/${day}_m1.html`,
  folder: `media/Sky_1/${day.replaceAll('-', '')}/a.jpg`,
  picture: `${day}_Sky_a.jpg`,
  monthAfter: dayText(nextMonth(parseDay(day) ?? 0)).slice(0, 7),
});

describe.each(zones)('On a device in %s', (zone) => {
  it.each([
    ['2021-04-25T14:40:00Z', '2021-04-25'],
    ['2021-04-30T15:20:00Z', '2021-05-01'],
    ['2020-12-31T15:00:00Z', '2021-01-01'],
    ['2020-12-31T14:59:59Z', '2020-12-31'],
  ])('list, calendar, gallery, filter, search, export and names of files put %s on %s', async (at, day) => {
    setZone(zone);
    expect(await daysOf(at, day)).toEqual(agreed(day));
  });

  it('they agree on every other mail', async () => {
    setZone(zone);
    const seconds = fc.integer({ min: Date.UTC(2011, 0) / 1000, max: Date.UTC(2031, 0) / 1000 });
    await fc.assert(
      fc.asyncProperty(seconds, async (second) => {
        const at = new Date(second * 1000).toISOString().replace('.000', '');
        const tokyo = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo', dateStyle: 'short' });
        const day = tokyo.format(second * 1000);
        expect(await daysOf(at, day)).toEqual(agreed(day));
      }),
      { numRuns: 40 },
    );
  });
});

describe('A mail whose time is not a time', () => {
  it('is in no range of days, and its files lie under the first day a ZIP can hold', async () => {
    const said = await daysOf('soon', '1980-01-01');
    expect(said).toEqual({
      ...agreed('1980-01-01'),
      ...{ list: 'soon', calendar: '', filter: false, search: false, counted: 0, exported: 0 },
      monthAfter: undefined,
    });
  });
});
