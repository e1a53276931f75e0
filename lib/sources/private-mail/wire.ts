import * as v from 'valibot';
import { BrokenRecordError } from '../../errors.ts';

/*
 * The service's own words. Format: what several independent tools recorded while the service was open (2019–2021).
 * Unknown fields are allowed and missing ones left out, because language variants and flags came and went.
 * The whole record is kept raw; only secrets are cut from it.
 */

/** Larger fields are no mail a person wrote. */
export const limits = { subjectBytes: 64 * 1024, bodyBytes: 4 * 1024 * 1024, recordBytes: 8 * 1024 * 1024 };

const text = v.pipe(v.nullish(v.union([v.string(), v.number()]), ''), v.transform(String));
const decoration = v.fallback(text, '');
const truth = v.pipe(
  v.union([v.boolean(), v.picklist([1, 0]), v.picklist(['1', '0', 'true', 'false'])]),
  v.transform((value) => value === true || value === 1 || value === '1' || value === 'true'),
);
const flag = v.fallback(truth, false);
const subject = v.pipe(text, v.maxBytes(limits.subjectBytes));
const content = v.pipe(text, v.maxBytes(limits.bodyBytes));
const name = v.pipe(decoration, v.maxLength(256));
const number = v.pipe(decoration, v.maxLength(64));

/** A mail as the inbox lists it. `content` is only the beginning of its words, `receive_time` only for display. */
export const mailRecord = v.object({
  // Safe in an address, a file name and a key: neither hidden nor a way up.
  id: v.pipe(
    v.union([v.string(), v.number()]),
    v.transform(String),
    v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  ),
  member: v.nullish(v.object({ id: number, name, image_url: decoration })),
  group: v.nullish(v.object({ id: number, name })),
  subject,
  subject_ko: subject,
  content,
  content_ko: content,
  receive_datetime: decoration,
  receive_time: decoration,
  is_unread: flag,
  is_star: flag,
});

export type MailRecord = v.InferOutput<typeof mailRecord>;

/** The inbox around its records, which are looked at one by one. */
export const inboxPage = v.object({
  mails: v.array(v.unknown()),
  // Absent or odd: the walk goes on until a page is empty.
  has_next_page: v.fallback(truth, true),
});

/** The form of every failure, whatever the status. */
export const failure = v.object({
  error: v.object({
    data: v.fallback(v.object({ name: decoration, code: v.fallback(v.number(), 0) }), { name: '', code: 0 }),
  }),
});

/** Reads one record; throws `BrokenRecordError` naming the field that cannot be understood. */
export function readMailRecord(record: unknown): MailRecord {
  const result = v.safeParse(mailRecord, record);
  if (result.success) return result.output;
  const field = v.getDotPath(result.issues[0]) ?? 'record';
  throw new BrokenRecordError(field, `The record's ${field} is not what the service used to send.`);
}
