import { parseTime } from './clock.ts';
import { mailKeyText, type AccountKey, type MailRow } from './mail.ts';
import { zonedTime } from './zoned-time.ts';

/** What is known about a mailbox, as read from a store. */
export interface MailboxFacts extends AccountKey {
  serviceName: string;
  /** The zone of its months: minutes east of UTC. */
  utcOffsetMinutes: number;
  /** The number of mails that the service lists, as far as known. */
  listed: number;
  /** Files, with the mail that refers to each. */
  files: FileFacts[];
  /** Mails that are not saved, each with the reason. */
  problems: { id: string; state: 'gone' | 'damaged' | 'quarantined'; code: string }[];
}

/** What is known about a file. */
export interface FileFacts {
  mailId: string;
  state: 'wanted' | 'saved' | 'gone' | 'damaged';
  /** An error code, where it failed. */
  reason?: string;
  sizeBytes: number;
}

/** Consecutive months without a mail, `2020-03` to `2020-05`, both included. */
export interface Gap {
  first: string;
  last: string;
}

/** How complete one mailbox, or one sender in it, is. */
export interface ReportLine {
  saved: number;
  /** Saved mails that the service no longer lists. */
  withdrawn: number;
  files: {
    saved: number;
    waiting: number;
    gone: number;
    damaged: number;
    errorPages: number;
    sizeBytes: number;
  };
  /** ISO times of the oldest and newest mail; absent without mails. */
  firstAt?: string;
  lastAt?: string;
  gaps: Gap[];
}

/** The completeness of one sender's mails. */
export interface SenderReport extends ReportLine {
  id: string;
  name: string;
}

/** The completeness of one mailbox, with that of its senders. */
export interface MailboxReport extends ReportLine, AccountKey {
  serviceName: string;
  /** The zone of its days and months: minutes east of UTC. */
  utcOffsetMinutes: number;
  listed: number;
  /** Listed but not saved: set aside, never complete, gone from the server, or answered by an error page. */
  missing: { waiting: number; damaged: number; gone: number; errorPages: number };
  /** Sorted by the number of mails, most first. */
  senders: SenderReport[];
}

/** The completeness of each mailbox. */
export function buildReport(mailboxes: readonly MailboxFacts[], rows: readonly MailRow[]): MailboxReport[] {
  const rowsByBox = new Map<string, MailRow[]>();
  for (const row of rows) {
    const name = boxText(row);
    const own = rowsByBox.get(name);
    if (own) own.push(row);
    else rowsByBox.set(name, [row]);
  }
  return mailboxes.map((box) => reportMailbox(box, rowsByBox.get(boxText(box)) ?? []));
}

function reportMailbox(box: MailboxFacts, rows: readonly MailRow[]): MailboxReport {
  const { service, account, serviceName, utcOffsetMinutes, listed, problems } = box;
  const senderOf = new Map(rows.map((row) => [row.id, row.from.id]));
  const rowsBySender = group(rows, ({ from }) => from.id);
  const filesBySender = group(box.files, ({ mailId }) => senderOf.get(mailId) ?? '');
  const senders = [...rowsBySender].map(([id, own]): SenderReport => {
    // The newest mail has the current name of the sender.
    const name = own.reduce((newest, row) => (row.receivedAt > newest.receivedAt ? row : newest)).from.name;
    return { id, name, ...reportLine(own, filesBySender.get(id) ?? [], utcOffsetMinutes) };
  });
  const errorPages = problems.filter(({ code }) => code === 'error-page').length;
  const gone = problems.filter(({ state }) => state === 'gone').length;
  const here = rows.filter(({ isWithdrawn }) => !isWithdrawn).length;
  return {
    ...{ service, account, serviceName, utcOffsetMinutes, listed },
    ...reportLine(rows, box.files, utcOffsetMinutes),
    missing: {
      waiting: Math.max(0, listed - here - problems.length),
      damaged: problems.length - gone - errorPages,
      gone,
      errorPages,
    },
    senders: senders.sort((a, b) => b.saved - a.saved || (a.id < b.id ? -1 : 1)),
  };
}

function reportLine(
  rows: readonly MailRow[],
  files: readonly FileFacts[],
  utcOffsetMinutes: number,
): ReportLine {
  const count = (state: FileFacts['state']) => files.filter((file) => file.state === state).length;
  const errorPages = files.filter(
    ({ state, reason }) => state === 'damaged' && reason === 'error-page',
  ).length;
  const times = rows.map(({ receivedAt }) => receivedAt);
  const [firstAt, lastAt] = [times.reduce(earlier, '~'), times.reduce(later, '')];
  return {
    saved: rows.length,
    withdrawn: rows.filter(({ isWithdrawn }) => isWithdrawn).length,
    files: {
      saved: count('saved'),
      waiting: count('wanted'),
      gone: count('gone'),
      damaged: count('damaged') - errorPages,
      errorPages,
      sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
    ...(rows.length > 0 ? { firstAt, lastAt } : {}),
    gaps: findGaps(times, utcOffsetMinutes),
  };
}

const earlier = (a: string, b: string): string => (b < a ? b : a);
const later = (a: string, b: string): string => (b > a ? b : a);

/** Months without a mail between the first and the last one. Texts that are not a time are ignored. */
export function findGaps(times: readonly string[], utcOffsetMinutes: number): Gap[] {
  const months = new Set<number>();
  for (const time of times) {
    if (parseTime(time) === undefined) continue;
    const { year, month } = zonedTime(time, utcOffsetMinutes);
    months.add(year * 12 + month - 1);
  }
  const sorted = [...months].sort((a, b) => a - b);
  return sorted.flatMap((month, at) => {
    const next = sorted[at + 1];
    return next === undefined || next === month + 1
      ? []
      : [{ first: monthText(month + 1), last: monthText(next - 1) }];
  });
}

function monthText(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own) own.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function boxText({ service, account }: AccountKey): string {
  return mailKeyText({ service, account, id: '' });
}
