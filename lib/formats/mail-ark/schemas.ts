import * as v from 'valibot';
import type { AssetRef } from '../../mail/asset.ts';
import type { MailChoice } from '../../mail/mail-choice.ts';
import type { AccountKey, MailContent, MailRow } from '../../mail/mail.ts';
import type { ArchivedAsset, ArchivedMail, DataChunk } from './data-files.ts';
import { noMarks, tagColors, type Marks } from '../../mail/marks.ts';
import { carryOver, nameModes, type NameChoice } from '../../mail/name-choice.ts';
import type { Manifest } from './manifest.ts';
import { isArchivePath } from '../../zip/safe-names.ts';
import type { AccountMeta } from '../content.ts';
import type { EarlierMail } from '../../mail/known-mail.ts';

/** An object of exactly these members. Without a prototype, so that a member called `__proto__` is one too many. */
function sealed<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(Object.assign(Object.create(null) as Entries, entries));
}

type Reads<T> = v.GenericSchema<unknown, T>;

const text = v.string();
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hash = v.pipe(text, v.regex(/^[0-9a-f]{64}$/));
const path = v.pipe(text, v.check(isArchivePath));
const label = v.pipe(text, v.minLength(1), v.maxLength(100));
const day = v.pipe(text, v.regex(/^\d{4}-\d\d-\d\d$/));
const named = sealed({ id: text, name: text });
const ownerEntries = { service: label, account: label };
const keyEntries = { ...ownerEntries, id: text };
const owner = sealed(ownerEntries) satisfies Reads<AccountKey>;

const assetRef = sealed({
  key: text,
  url: text,
  kind: v.picklist(['image', 'video', 'audio']),
  role: v.picklist(['body', 'portrait']),
  mailId: text,
  expiresAt: v.exactOptional(text),
}) satisfies Reads<AssetRef>;

const asset = sealed({
  ref: assetRef,
  state: v.picklist(['wanted', 'saved', 'gone', 'damaged']),
  reason: v.exactOptional(text),
  contentType: v.exactOptional(text),
  sizeBytes: v.exactOptional(count),
  sha256: v.exactOptional(hash),
  crc32: v.exactOptional(v.pipe(count, v.maxValue(0xffffffff))),
  path: v.exactOptional(path),
}) satisfies Reads<ArchivedAsset>;

const row = sealed({
  ...keyEntries,
  kind: v.picklist(['mail', 'birthday', 'notice', 'text', 'picture', 'video', 'voice', 'link', 'letter']),
  from: named,
  group: v.exactOptional(named),
  subject: text,
  preview: text,
  receivedAt: text,
  pictureCount: count,
  videoCount: v.exactOptional(count),
  voiceCount: v.exactOptional(count),
  isStarred: v.boolean(),
  isUnread: v.boolean(),
  isWithdrawn: v.boolean(),
  isCanceled: v.exactOptional(v.literal(true)),
}) satisfies Reads<MailRow>;

const content = sealed({
  ...keyEntries,
  htmlBody: v.exactOptional(text),
  text,
  raw: text,
  assets: v.array(assetRef),
}) satisfies Reads<MailContent>;

const mail = sealed({
  row,
  version: v.exactOptional(text),
  content,
  assets: v.array(asset),
  page: path,
}) satisfies Reads<ArchivedMail>;

const mailVersion = sealed({ replacedAt: text, row, content }) satisfies Reads<EarlierMail>;

const unsaved = sealed({
  id: text,
  version: text,
  state: v.picklist(['pending', 'quarantined', 'gone', 'damaged']),
  isWithdrawn: v.boolean(),
  raw: text,
});

const problem = sealed({
  kind: v.picklist(['mail', 'asset']),
  id: text,
  state: v.picklist(['gone', 'damaged', 'quarantined']),
  code: text,
  at: text,
  raw: v.exactOptional(text),
});

const meta = sealed({
  ...ownerEntries,
  serviceName: text,
  utcOffsetMinutes: v.pipe(v.number(), v.integer(), v.minValue(-1440), v.maxValue(1440)),
  senders: v.array(named),
  starred: v.array(text),
  withdrawn: v.array(text),
  versions: v.array(mailVersion),
  // Archives made before the first release have neither these nor marks.
  unsaved: v.optional(v.array(unsaved), []),
  problems: v.optional(v.array(problem), []),
}) satisfies Reads<AccountMeta>;

const name = sealed({
  mode: v.picklist(nameModes),
  written: v.array(text),
  own: text,
}) satisfies Reads<NameChoice>;

const writtenMarks = sealed({
  tags: v.array(sealed({ id: text, name: text, color: v.picklist(tagColors) })),
  mails: v.array(
    sealed({
      ...keyEntries,
      isStarred: v.exactOptional(v.boolean()),
      isUnread: v.exactOptional(v.boolean()),
      tags: v.array(text),
      note: text,
    }),
  ),
  searches: v.array(sealed({ id: text, name: text, address: text })),
  name: v.exactOptional(name),
  // Archives from before there was one choice for all senders have one for each.
  nicknames: v.exactOptional(
    v.array(sealed({ ...ownerEntries, senderId: text, written: text, shown: text })),
  ),
});

const marks = v.pipe(
  writtenMarks,
  v.transform(({ nicknames = [], ...rest }): Marks => {
    const chosen = rest.name ?? carryOver(nicknames);
    return { ...rest, ...(chosen && { name: chosen }) };
  }),
) satisfies Reads<Marks>;

const format = v.literal(1);

/** What one line of a data file may add. */
export const dataChunk = v.variant('kind', [
  sealed({ format, kind: v.literal('mails'), owner, mails: v.array(mail) }),
  sealed({
    format,
    kind: v.literal('meta'),
    accounts: v.array(meta),
    marks: v.optional(marks, noMarks),
  }),
]) satisfies Reads<DataChunk>;

/** Which mails are meant, wherever it is read. */
export const choice = sealed({
  mailboxes: v.exactOptional(v.array(owner)),
  senders: v.exactOptional(v.array(sealed({ service: label, id: text, name: text }))),
  firstDay: v.exactOptional(day),
  lastDay: v.exactOptional(day),
  isStarred: v.exactOptional(v.literal(true)),
  tag: v.exactOptional(named),
  isNew: v.exactOptional(v.literal(true)),
}) satisfies Reads<MailChoice>;

/** `data/manifest.json` of format 1. */
export const manifest = sealed({
  generator: v.literal('Mail Ark'),
  format,
  scope: v.variant('kind', [
    sealed({ kind: v.literal('whole') }),
    sealed({
      kind: v.literal('filtered'),
      choice,
      isWithoutFiles: v.boolean(),
      isWithoutName: v.exactOptional(v.literal(true)),
    }),
  ]),
  volume: v.exactOptional(
    v.pipe(
      sealed({ set: hash, number: v.pipe(count, v.minValue(1)), count: v.pipe(count, v.minValue(2)) }),
      v.check((volume) => volume.number <= volume.count),
    ),
  ),
  accounts: v.array(sealed({ ...ownerEntries, serviceName: text })),
  counts: sealed({ mails: count, assets: count, missingAssets: count }),
  digest: hash,
  files: v.array(sealed({ path, sizeBytes: count, sha256: hash })),
}) satisfies Reads<Manifest>;
