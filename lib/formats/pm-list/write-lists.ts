import { cleanBodyOf } from '../content/clean-body.ts';
import type { SanitizeBody } from '../../mail/mail-library.ts';
import { compareNewestFirst, mailKeyText, type Sender } from '../../mail/mail.ts';
import type { Marks } from '../../mail/marks.ts';
import { createFileSource } from '../content/file-source.ts';
import { mediaNameParts } from '../paths.ts';
import { createPathBook, safeName } from '../../zip/safe-names.ts';
import type { ArchiveAccount, ArchiveContent, ArchiveMail } from '../content.ts';
import type { ZipFile } from '../../zip/zip-file.ts';
import { dateText, momentText, noTime, zonedTime } from '../../mail/zoned-time.ts';
import { favourite, firstOtherNumber, unread } from './names.ts';
import { listedBody, type ListedFile } from './write-body.ts';

/** What the lists are made from. */
export interface ListsPlan {
  content: ArchiveContent;
  sanitize: SanitizeBody;
  isWithoutFiles: boolean;
}

interface ListedMail {
  id: string;
  member: string;
  subject: string;
  preview: string;
  time: string;
}

const previewLetters = 45;
const encoder = new TextEncoder();

/**
 * The files that viewers of 2021 read (`pm_list.json`, `mail_body_dict.json`, tags, and pictures under `img/mail/`), newest
 * mails first. They know one mailbox: of several, each has a folder. Rejects with the signal's reason when aborted.
 */
export async function* listsEntries(
  { content, sanitize, isWithoutFiles }: ListsPlan,
  signal: AbortSignal,
): AsyncGenerator<ZipFile> {
  const accounts = await content.accounts();
  const marks = await content.marks();
  for (const account of accounts) {
    const folder = accounts.length === 1 ? '' : `${safeName(`${account.service}-${account.account}`)}/`;
    const box = createBox(account, folder, marks);
    const source = createFileSource(content, account);
    const placed = new Map<string, string>();
    for await (const mail of content.mails(account, signal)) {
      signal.throwIfAborted();
      const body = cleanBodyOf(mail, sanitize);
      const own = new Set(mail.content.assets.filter(({ role }) => role === 'body').map(({ key }) => key));
      const files: ListedFile[] = [];
      for (const { ref, state, sizeBytes, crc32, contentType = '' } of isWithoutFiles ? [] : mail.assets) {
        if (state !== 'saved' || !own.has(ref.key)) continue;
        if (!placed.has(ref.key)) {
          const file = await source.open(ref.key);
          if (!file || file.sizeBytes !== sizeBytes || crc32 === undefined) continue;
          const path = box.mediaPath(mail, ref.key, contentType);
          placed.set(ref.key, path);
          const time = zonedTime(mail.row.receivedAt, account.utcOffsetMinutes);
          yield { kind: 'asset', path: folder + path, time, file, crc32 };
        }
        files.push({ key: ref.key, kind: ref.kind });
      }
      const { body: words, shown } = listedBody(body, mail.content.text, files);
      const paths = (kind: ListedFile['kind']) =>
        shown.filter((file) => file.kind === kind).map(({ key }) => placed.get(key) ?? '');
      const videos = paths('video');
      box.add(mail, { body: words, images: paths('image'), ...(videos.length > 0 ? { videos } : {}) });
    }
    yield* box.finish();
  }
}

type ListedBody = { body: string; images: string[]; videos?: string[] };

/** One mailbox's lists in the making. */
function createBox(account: ArchiveAccount, folder: string, marks: Marks) {
  const mails: { row: ArchiveMail['row']; listed: ListedMail }[] = [];
  // Maps, not objects: an id may be any text, `__proto__` too.
  const bodies = new Map<string, ListedBody>();
  const numbers = new Map<string, number>();
  const members = new Map<string, Sender>();
  const otherNumbers = new Map<string, number>();
  const tagsOf = new Map<string, string[]>();
  const mailsOf = new Map<string, string[]>();
  const book = createPathBook();
  const markOf = new Map(marks.mails.map((mark) => [mailKeyText(mark), mark]));
  const tagName = new Map(marks.tags.map(({ id, name }) => [id, name]));
  const numberOf = ({ id }: Sender): number => {
    if (/^[1-9]\d{0,3}$/.test(id)) return Number(id) - 1;
    const number = otherNumbers.get(id) ?? firstOtherNumber + otherNumbers.size;
    otherNumbers.set(id, number);
    return number;
  };
  const tag = (id: string, name: string): void => {
    const known = mailsOf.get(name);
    if (known) known.push(id);
    else mailsOf.set(name, [id]);
  };
  const json = (name: string, words: string): ZipFile => ({
    kind: 'data',
    path: folder + name,
    time: noTime,
    bytes: encoder.encode(words),
  });

  return {
    mediaPath({ row }: ArchiveMail, key: string, contentType: string): string {
      const { stem, ending } = mediaNameParts(key, contentType);
      const day = dateText(zonedTime(row.receivedAt, account.utcOffsetMinutes));
      return book.claim(`img/mail/${safeName(row.from.id, 40)}/${day.replaceAll('-', '')}/`, stem, ending);
    },
    add({ row, content }: ArchiveMail, body: ListedBody): void {
      const { id, from, subject } = row;
      const time = momentText(zonedTime(row.receivedAt, account.utcOffsetMinutes));
      const preview = [...content.text.replace(/\s+/g, ' ').trim()].slice(0, previewLetters).join('');
      const listed = {
        id,
        member: from.name,
        subject,
        preview,
        time: time.slice(0, 16).replaceAll('-', '/'),
      };
      mails.push({ row, listed });
      bodies.set(id, body);
      numbers.set(id, numberOf(from));
      if (!members.has(from.name)) members.set(from.name, from);
      const mark = markOf.get(mailKeyText(row));
      const names = (mark?.tags ?? []).flatMap((each) => tagName.get(each) ?? []);
      if (names.length > 0) tagsOf.set(id, names);
      for (const name of names) tag(id, name);
      if (mark?.isStarred ?? row.isStarred) tag(id, favourite);
      if (mark?.isUnread ?? row.isUnread) tag(id, unread);
    },
    finish(): ZipFile[] {
      const list = mails.sort((a, b) => compareNewestFirst(a.row, b.row)).map(({ listed }) => listed);
      const memberNumbers = [...members].map(([name, sender]): [string, number] => [name, numberOf(sender)]);
      const tags = marks.tags.map(({ name, color }) => ({ value: name, color }));
      return [
        json('pm_list.json', JSON.stringify(list)),
        json('mail_body_dict.json', dictionary(bodies)),
        json('member_name.json', dictionary(memberNumbers)),
        json('mail_to_num_dict.json', dictionary(numbers)),
        json('all_tag_list.json', JSON.stringify(tags)),
        json('mail_to_tag_dict.json', dictionary(tagsOf)),
        json('tag_to_mail_dict.json', dictionary(mailsOf)),
      ];
    },
  };
}

/** An object's JSON, in which every name is a name. */
function dictionary(entries: Iterable<[string, unknown]>): string {
  const members = [...entries].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{${members.join(',')}}`;
}
