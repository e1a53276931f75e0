import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { buildReport, findGaps, type MailboxFacts } from '../../../lib/mail/report.ts';
import { csvCell, reportCsv, reportJson } from '../../../lib/mail/report-csv.ts';

const owner = { service: 'izone', account: 'a1b2c3' };

function aRow(id: string, change: Partial<MailRow> = {}): MailRow {
  return {
    ...owner,
    id,
    kind: 'mail',
    from: { id: '7', name: 'Minjoo' },
    subject: 'Subject',
    preview: '',
    receivedAt: '2020-01-02T12:03:04Z',
    pictureCount: 0,
    isStarred: false,
    isUnread: false,
    isWithdrawn: false,
    ...change,
  };
}
function someFacts(change: Partial<MailboxFacts> = {}): MailboxFacts {
  return {
    ...owner,
    serviceName: 'Letters',
    utcOffsetMinutes: 540,
    listed: 0,
    files: [],
    problems: [],
    ...change,
  };
}

describe('The report', () => {
  it('counts what is saved, what is not, and why', () => {
    const [box] = buildReport(
      [
        someFacts({
          listed: 9,
          files: [
            { mailId: 'a', state: 'saved', sizeBytes: 100 },
            { mailId: 'a', state: 'wanted', sizeBytes: 0 },
            { mailId: 'b', state: 'gone', reason: 'not-found', sizeBytes: 0 },
            { mailId: 'b', state: 'damaged', reason: 'short-body', sizeBytes: 0 },
            { mailId: 'b', state: 'damaged', reason: 'error-page', sizeBytes: 0 },
          ],
          problems: [
            { id: 'c', state: 'gone', code: 'not-found' },
            { id: 'd', state: 'quarantined', code: 'broken-record' },
            { id: 'e', state: 'damaged', code: 'error-page' },
            { id: 'f', state: 'damaged', code: 'short-body' },
          ],
        }),
      ],
      [
        aRow('a'),
        aRow('b', { from: { id: '8', name: 'Old name' }, receivedAt: '2019-01-01T00:00:00Z' }),
        aRow('x', { from: { id: '8', name: 'New name' }, isWithdrawn: true }),
        aRow('a', { account: 'other' }),
      ],
    );
    expect(box).toMatchObject({
      listed: 9,
      saved: 3,
      withdrawn: 1,
      missing: { waiting: 3, damaged: 2, gone: 1, errorPages: 1 },
      files: { saved: 1, waiting: 1, gone: 1, damaged: 1, errorPages: 1, sizeBytes: 100 },
      firstAt: '2019-01-01T00:00:00Z',
      lastAt: '2020-01-02T12:03:04Z',
    });
    expect(box?.senders.map(({ name, saved, files }) => [name, saved, files.saved, files.gone])).toEqual([
      ['New name', 2, 0, 1],
      ['Minjoo', 1, 1, 0],
    ]);
  });

  it('finds the months without a mail, in the zone of the service', () => {
    // The last minutes of January in UTC are February in Seoul.
    expect(
      findGaps(
        ['2020-01-31T20:00:00Z', '2020-03-05T00:00:00Z', '2020-08-01T00:00:00Z', '2020-09-01T00:00:00Z'],
        540,
      ),
    ).toEqual([{ first: '2020-04', last: '2020-07' }]);
    expect(findGaps(['2019-11-30T00:00:00Z', '2020-02-01T00:00:00Z'], 540)).toEqual([
      { first: '2019-12', last: '2020-01' },
    ]);
    expect(findGaps(['nonsense', '2020-01-01T00:00:00Z'], 540)).toEqual([]);
  });
});

describe('The report as CSV', () => {
  const parseLine = (line: string) =>
    [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell]) => (cell ?? '').replaceAll('""', '"'));

  it('has a line for each mailbox and each sender, as wide as its head', () => {
    const rows = [aRow('a', { from: { id: '1', name: 'A "B", C' } }), aRow('b')];
    const lines = reportCsv(buildReport([someFacts({ listed: 2 })], rows))
      .slice(1)
      .trimEnd()
      .split('\r\n')
      .map(parseLine);
    expect(lines.map((cells) => cells.length)).toEqual([20, 20, 20, 20]);
    expect(lines.map((cells) => cells.slice(0, 6))).toEqual([
      ['service', 'account', 'sender id', 'sender', 'listed', 'saved'],
      ['izone', 'a1b2c3', '', '', '2', '2'],
      ['izone', 'a1b2c3', '1', 'A "B", C', '', '1'],
      ['izone', 'a1b2c3', '7', 'Minjoo', '', '1'],
    ]);
    // Whole days on the service's clock, as everywhere; the moment stays the same.
    expect(lines.map((cells) => cells.slice(17, 19))).toEqual([
      ['first', 'last'],
      ...Array.from({ length: 3 }, () => ['2020-01-02T21:03:04+09:00', '2020-01-02T21:03:04+09:00']),
    ]);
  });

  it('has no cell that a spreadsheet would run, whatever senders are called', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' =', '\u200b=', '＝', 'a', '"', '1');
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary' }), (first, rest) => {
        const cell = csvCell(first + rest);
        const [inside = ''] = parseLine(cell);
        expect(cell).toMatch(/^"(?:[^"]|"")*"$/s);
        expect(inside).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
        expect(inside.replace(/^'/, '')).toBe((first + rest).replace(/^'/, ''));
      }),
    );
  });

  it('keeps numbers as numbers', () => {
    expect(csvCell(-5)).toBe('"-5"');
  });
});

describe('The report as JSON', () => {
  it('contains the whole report', () => {
    const report = buildReport([someFacts({ listed: 1 })], [aRow('a')]);
    expect(JSON.parse(reportJson(report))).toEqual({ generator: 'Mail Ark', report });
  });
});
