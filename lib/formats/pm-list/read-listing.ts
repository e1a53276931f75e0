import * as v from 'valibot';
import { MailArkError, errorCodeOf } from '../../errors.ts';
import type { BackupFiles } from '../../import/file-tree.ts';
import type { ImportDamage } from '../../import/report.ts';
import { throwIfUnreadable } from '../../import/unreadable.ts';
import type { Sender } from '../../mail/mail.ts';
import { toIsoTime } from '../../sources/private-mail/parse-time.ts';
import { izoneFacts } from '../../sources/services.ts';
import { firstOtherNumber } from './names.ts';
import { mailEntry, listPath, namedNumbers, readJson, understand } from './wire.ts';

/** A mail as the listing has it. */
export interface ListingMail {
  id: string;
  from: Sender;
  subject: string;
  preview: string;
  /** ISO time; the lists have no seconds. */
  receivedAt: string;
}

/** `pm_list.json` and who the senders are. */
export interface Listing {
  /** Oldest first, mails of one minute by id; each id once. */
  mails: ListingMail[];
  /** What of it could not be understood. */
  broken: ImportDamage[];
}

/** Reads the listing. Rejects with the codes of `readJson` when nothing of it can be read. */
export async function readListing(files: BackupFiles): Promise<Listing> {
  const items = understand(v.array(v.unknown()), await readJson(files, listPath));
  const broken: ImportDamage[] = [];
  const readNumbers = async (name: string): Promise<Map<string, number>> => {
    if (!files.paths.has(name)) return new Map();
    try {
      return new Map(Object.entries(understand(namedNumbers, await readJson(files, name))));
    } catch (error) {
      throwIfUnreadable(error);
      broken.push({ what: 'meta', name, code: errorCodeOf(error) });
      return new Map();
    }
  };
  const ofMail = await readNumbers('mail_to_num_dict.json');
  const ofName = await readNumbers('member_name.json');
  const senderOf = (id: string, name: string): Sender => {
    const number = ofMail.get(id) ?? ofName.get(name);
    const isMember =
      number !== undefined && Number.isInteger(number) && number >= 0 && number < firstOtherNumber;
    return { id: isMember ? String(number + 1) : name, name };
  };
  const mails = new Map<string, ListingMail>();
  for (const [at, item] of items.entries()) {
    try {
      const { id, member, subject, preview, time, receive_datetime } = understand(mailEntry, item);
      const receivedAt = toIsoTime(time ?? receive_datetime ?? '', izoneFacts.utcOffsetMinutes);
      if (receivedAt === undefined) throw new MailArkError('broken-record', 'A mail has no day.');
      if (!mails.has(id)) mails.set(id, { id, from: senderOf(id, member), subject, preview, receivedAt });
    } catch (error) {
      if (!(error instanceof MailArkError)) throw error;
      broken.push({ what: 'mails', name: `${listPath} [${at + 1}]`, code: 'broken-record' });
    }
  }
  return { mails: [...mails.values()].sort(compareOldestFirst), broken };
}

function compareOldestFirst(a: ListingMail, b: ListingMail): number {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
