import * as v from 'valibot';
import { BadAnswerError, BrokenRecordError } from '../../errors.ts';
import type { Sender } from '../../mail/mail.ts';
import { fingerprint } from '../fingerprint.ts';
import { recordText } from '../secrets.ts';
import type { BrokenRecord, MailRef, Page } from '../source.ts';
import { toError, toProblem } from './parse-problem.ts';
import { toIsoTime } from './parse-time.ts';
import { inboxPage, limits, readMailRecord, type MailRecord } from './wire.ts';

/** How much of a record that was not understood is kept to look at. */
const brokenRawLength = 16 * 1024;

/** What is known beside an answer when it is read. */
export interface ReadingTerms {
  /** Cut from everything kept, should the service repeat them. */
  secrets: readonly string[];
  /** The clock of times that name no zone. */
  utcOffsetMinutes: number;
}

/**
 * Reads one page of the inbox. Records that cannot be understood are listed in `broken`; only an answer that is no page
 * at all throws `MailArkError`.
 */
export function parsePage(body: unknown, terms: ReadingTerms): Page {
  const problem = toProblem(200, body);
  if (problem) throw toError(problem, 200);
  const page = v.safeParse(inboxPage, body);
  if (!page.success) throw new BadAnswerError('wrong-type', 200, 'The answer is not an inbox page.');
  const refs = new Map<string, MailRef>();
  const senders = new Map<string, Sender>();
  const broken: BrokenRecord[] = [];
  for (const record of page.output.mails) {
    try {
      const { ref, sender } = toRef(record, terms);
      if (!refs.has(ref.id)) refs.set(ref.id, ref);
      if (sender) senders.set(sender.id, senders.get(sender.id) ?? sender);
    } catch (error) {
      broken.push(toBroken(record, error, terms.secrets));
    }
  }
  // An empty page is the end, whatever it says: the walk must end.
  return {
    refs: [...refs.values()],
    mails: [],
    broken,
    senders: [...senders.values()],
    isLast: !page.output.has_next_page || page.output.mails.length === 0,
  };
}

/** `sender`: absent where the record has no number or no name for one. */
function toRef(
  record: unknown,
  { secrets, utcOffsetMinutes }: ReadingTerms,
): { ref: MailRef; sender?: Sender } {
  const mail = readMailRecord(record);
  getReceivedAt(mail, utcOffsetMinutes);
  const raw = recordText(record, { secrets, isAddress });
  if (raw.length > limits.recordBytes) throw new BrokenRecordError('record', 'The record is absurdly large.');
  const marks = { isStarred: mail.is_star, isUnread: mail.is_unread };
  const ref = { id: mail.id, version: versionOf(record), raw, ...marks };
  return mail.member?.id && mail.member.name ? { ref, sender: senderOf(mail) } : { ref };
}

/**
 * Changes with the mail itself: its words, time, sender number. What belongs to the reader (star, unread), to the moment
 * (`receive_time` shows only the hour on the first day) or to the sender of today (name, portrait) changes without the
 * mail having changed, and would fetch the whole mailbox again.
 */
function versionOf(record: unknown): string {
  const { member, ...fields } = record as { member?: { id?: unknown } } & Record<string, unknown>;
  const words = Object.entries(fields)
    .filter(([field]) => /^(?:id|is_image|receive_datetime|(?:subject|content)(?:_[a-z]{2})?)$/.test(field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return fingerprint([words, member?.id]);
}

/** When the mail came, as ISO in UTC, by the clock the service writes; throws `BrokenRecordError` when the record names no time. */
export function getReceivedAt(mail: MailRecord, utcOffsetMinutes: number): string {
  const time =
    toIsoTime(mail.receive_datetime, utcOffsetMinutes) ?? toIsoTime(mail.receive_time, utcOffsetMinutes);
  if (time === undefined) throw new BrokenRecordError('receive_datetime', 'The record names no time.');
  return time;
}

/** Who sent it. The number is kept as text: the operations team has had several, none is special here. */
export function senderOf({ member }: MailRecord): Sender {
  return { id: member?.id || 'unknown', name: member?.name ?? '' };
}

function isAddress(field: string): boolean {
  return /url/i.test(field);
}

function toBroken(record: unknown, error: unknown, secrets: readonly string[]): BrokenRecord {
  const field = error instanceof BrokenRecordError ? error.field : 'record';
  const id = findId(record);
  return { ...(id === undefined ? {} : { id }), field, raw: rawOfBroken(record, secrets) };
}

function findId(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, 'id')) return undefined;
  const { id } = record as { id: unknown };
  return typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id) ? id : undefined;
}

function rawOfBroken(record: unknown, secrets: readonly string[]): string {
  try {
    return recordText(record, { secrets, isAddress }).slice(0, brokenRawLength);
  } catch {
    return ''; // Nested too deep to be written down.
  }
}
