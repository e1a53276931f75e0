import type { AssetRef } from './asset.ts';

/** A service's short name, such as `izone`. It is part of every key and therefore never changes. */
export type SourceId = string;

/**
 * A short hash of the account's id in its service, or a label of `unknownAccount`. Never the id itself: that is half of the
 * credentials.
 */
export type AccountLabel = string;

const unknown = 'unknown-';

/**
 * The label of an account that a backup does not name. All users of a service get the same mails, so equal ids prove
 * nothing: each such backup is a mailbox of its own, which another import of the same content finds again. `digest` is
 * that of the content, in hex.
 */
export function unknownAccount(digest: string): AccountLabel {
  return unknown + digest.slice(0, 10);
}

/** A short text that distinguishes unknown accounts on screen; undefined for a known account. */
export function unknownAccountMark(account: AccountLabel): string | undefined {
  return account.startsWith(unknown) ? account.slice(unknown.length, unknown.length + 4) : undefined;
}

/** One user's mailbox in one service. Accounts are never mixed. */
export interface AccountKey {
  service: SourceId;
  account: AccountLabel;
}

/** The mailbox a request is about; without an account, that of the account that is signed in. */
export interface Mailbox {
  service: SourceId;
  account?: AccountLabel;
}

/** The service and account of an object that has more fields. */
export function mailboxOf({ service, account }: Mailbox): Mailbox {
  return { service, ...(account === undefined ? {} : { account }) };
}

/** The identity of a mail everywhere: store, addresses of the viewer, archive. */
export interface MailKey extends AccountKey {
  id: string;
}

/** The sender of a mail; `id` is the service's own number, as text. */
export interface Sender {
  id: string;
  name: string;
}

/** The kind of a mail. Services with numbered pages send the first three, chat services the rest. */
export type MailKind =
  'mail' | 'birthday' | 'notice' | 'text' | 'picture' | 'video' | 'voice' | 'link' | 'letter';

/**
 * One mail as a source parsed it: the text, the files it refers to, and the record as received. Names follow JMAP (RFC
 * 8621).
 */
export interface Mail {
  id: string;
  kind: MailKind;
  from: Sender;
  /** The chat or group inside the service, where it has such. */
  group?: { id: string; name: string };
  subject: string;
  preview: string;
  /** ISO 8601 in UTC with seconds, `2020-01-02T12:03:04Z`. */
  receivedAt: string;
  /** The body as received; absent where the service sends plain text only. */
  htmlBody?: string;
  /** The text of the body without markup: for search, previews and services with plain text. */
  text: string;
  /** In the order they appear. */
  assets: AssetRef[];
  isStarred: boolean;
  isUnread: boolean;
  /** The service's own record as JSON text, with secrets cut out. */
  raw: string;
}

/** The part of a stored mail that a list shows: small, never the body. */
export interface MailRow extends MailKey {
  kind: MailKind;
  from: Sender;
  group?: { id: string; name: string };
  subject: string;
  preview: string;
  receivedAt: string;
  pictureCount: number;
  /** Videos and audio files in the mail; absent: none. */
  videoCount?: number;
  voiceCount?: number;
  isStarred: boolean;
  isUnread: boolean;
  /** True when a later full listing no longer contained it. It stays saved. */
  isWithdrawn: boolean;
  /** The service still lists it and answers without words or files. What it said stays; absent: no. */
  isCanceled?: true;
}

/** The rest of a stored mail, which the reader shows. */
export interface MailContent extends MailKey {
  htmlBody?: string;
  text: string;
  raw: string;
  assets: AssetRef[];
  /** What damaged fields were repaired from, by field; absent: none was. */
  evidence?: Record<string, string>;
}

const needsNoEscape = /^[\w-]*$/;

/** A key as text, for maps and element ids; its segments are encoded, so that no two keys have the same text. */
export function mailKeyText({ service, account, id }: MailKey): string {
  return `${encodeSegment(service)}/${encodeSegment(account)}/${encodeSegment(id)}`;
}

/** Lists create keys by the hundred thousand, and hardly any of them needs encoding. */
function encodeSegment(segment: string): string {
  return needsNoEscape.test(segment) ? segment : encodeURIComponent(segment);
}

/** Whether both keys name the same mail. */
export function isSameMail(a: MailKey, b: MailKey): boolean {
  return a.id === b.id && a.account === b.account && a.service === b.service;
}

/** Newest first; mails of the same second are ordered by id, so that the order is the same everywhere. */
export function compareNewestFirst(
  a: Pick<MailRow, 'receivedAt' | 'id'>,
  b: Pick<MailRow, 'receivedAt' | 'id'>,
): number {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? 1 : -1;
  return a.id === b.id ? 0 : a.id < b.id ? 1 : -1;
}
