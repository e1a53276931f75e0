import type { MailboxReport, ReportLine } from './report.ts';
import { isoText } from './zoned-time.ts';

const columns = [
  'service',
  'account',
  'sender id',
  'sender',
  'listed',
  'saved',
  'no longer listed',
  'mails waiting',
  'mails damaged',
  'mails gone',
  'mails answered by error pages',
  'files saved',
  'files waiting',
  'files damaged',
  'files gone',
  'files answered by error pages',
  'bytes',
  'first',
  'last',
  'months without mails',
] as const;

/**
 * The report as comma-separated values (RFC 4180) with a byte order mark, which spreadsheets need to detect UTF-8. One
 * line for each mailbox and one for each sender. Times are on the service's clock and include its offset. No cell can
 * be a formula: a value that begins like one gets an apostrophe in front (OWASP, CSV injection).
 */
export function reportCsv(report: readonly MailboxReport[]): string {
  const lines = report.flatMap((box) => {
    const { waiting, damaged, gone, errorPages } = box.missing;
    return [
      csvLine([
        box.service,
        box.account,
        '',
        '',
        box.listed,
        ...mailCells(box, box, [waiting, damaged, gone, errorPages]),
      ]),
      ...box.senders.map((sender) =>
        csvLine([
          box.service,
          box.account,
          sender.id,
          sender.name,
          '',
          ...mailCells(sender, box, ['', '', '', '']),
        ]),
      ),
    ];
  });
  return `\ufeff${[csvLine(columns), ...lines].join('')}`;
}

function mailCells(
  { saved, withdrawn, files, firstAt = '', lastAt = '', gaps }: ReportLine,
  { utcOffsetMinutes }: Pick<MailboxReport, 'utcOffsetMinutes'>,
  missing: (string | number)[],
): (string | number)[] {
  return [
    ...[saved, withdrawn, ...missing],
    ...[files.saved, files.waiting, files.damaged, files.gone, files.errorPages, files.sizeBytes],
    ...[
      isoText(firstAt, utcOffsetMinutes),
      isoText(lastAt, utcOffsetMinutes),
      gaps.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)).join('; '),
    ],
  ];
}

function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** One quoted cell that no spreadsheet interprets as a formula. */
export function csvCell(value: string | number): string {
  const text = String(value);
  // Spreadsheets skip spaces and control characters before a formula; some accept full-width signs.
  const isFormula = typeof value === 'string' && /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text);
  return `"${(isFormula ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** The report as JSON, for programs. */
export function reportJson(report: readonly MailboxReport[]): string {
  return `${JSON.stringify({ generator: 'Mail Ark', report }, null, 2)}\n`;
}
