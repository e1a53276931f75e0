import * as v from 'valibot';
import { MailArkError } from '../../errors.ts';
import type { BackupFiles } from '../../import/file-tree.ts';
import { izoneFacts } from '../../sources/services.ts';
import { zipLimits } from '../../zip/check-entries.ts';

/** Where the lists lie in their folder. */
export const listPath = 'pm_list.json';
export const bodiesPath = 'mail_body_dict.json';

/** A mail in `pm_list.json`. */
export const mailEntry = v.object({
  // The lists name no service; only its ids prove that the mails are of this one.
  id: v.pipe(v.string(), v.regex(izoneFacts.mailId)),
  /** The sender's name, or the reader's own name for the sender. */
  member: v.string(),
  subject: v.string(),
  preview: v.optional(v.string(), ''),
  /** `2020/01/02 21:03` on the service's clock; one of the old scripts named it otherwise. */
  time: v.optional(v.string()),
  receive_datetime: v.optional(v.string()),
});

/** A mail's words in `mail_body_dict.json`: the n-th marker in them stands for the n-th file of its kind. */
export const bodyEntry = v.object({
  body: v.string(),
  images: v.optional(v.array(v.string()), []),
  videos: v.optional(v.array(v.string()), []),
});

/** `tag_to_mail_dict.json` and `mail_to_tag_dict.json`. */
export const namedLists = v.record(v.string(), v.array(v.string()));
/** `member_name.json` and `mail_to_num_dict.json`: members are counted from 0. */
export const namedNumbers = v.record(v.string(), v.number());
/** `all_tag_list.json` */
export const tagList = v.array(v.object({ value: v.string(), color: v.optional(v.unknown()) }));

/** Users made some of these files with tools that write UTF-16, which begins with its mark. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** The text of a list; with `isBeginning` its last character may be cut. Throws `archive-broken`. */
export function decodeList(bytes: Uint8Array, isBeginning = false): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes, { stream: isBeginning });
  } catch {
    throw new MailArkError('archive-broken', 'A list is no text.');
  }
}

/**
 * The JSON in a file of the backup, which is never run. Rejects with `archive-broken`, `zip-too-large`, or the codes of
 * `BackupFiles.bytes`.
 */
export async function readJson(files: BackupFiles, path: string): Promise<unknown> {
  if ((files.sizeOf(path) ?? 0) > zipLimits.textBytes)
    throw new MailArkError('zip-too-large', 'A list is too large.');
  const text = decodeList(await files.bytes(path));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Without the cause: a parser's message quotes the text, which is the user's mail.
    throw new MailArkError('archive-broken', 'A list is not JSON.');
  }
}

/** The value as the schema understands it. Throws `archive-broken`. */
export function understand<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw new MailArkError('archive-broken', 'A list has another form.');
}
