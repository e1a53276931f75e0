import type { AssetRef } from './asset.ts';

/** A service's short name, fixed for ever because it is part of every key: `izone`. */
export type SourceId = string;

/** A short hash of the account's id in its service, or `unknown` for imports. Never the id itself: that is half of the credential. */
export type AccountLabel = string;

export const unknownAccount: AccountLabel = 'unknown';

/** One person's mailbox in one service. Accounts never mix. */
export interface AccountKey {
  service: SourceId;
  account: AccountLabel;
}

/** The mailbox a user asks about; without an account, the one of the account that is signed in. */
export interface Mailbox {
  service: SourceId;
  account?: AccountLabel;
}

/** The mailbox that something larger is of. */
export function mailboxOf({ service, account }: Mailbox): Mailbox {
  return { service, ...(account === undefined ? {} : { account }) };
}

/** The identity of a mail everywhere: store, addresses of the viewer, archive. */
export interface MailKey extends AccountKey {
  id: string;
}

/** Who wrote a mail; `id` is the service's own number, kept as text. */
export interface Sender {
  id: string;
  name: string;
}

/** What sort of mail it is. Services of numbered pages send the first three, talk services the rest. */
export type MailKind =
  'mail' | 'birthday' | 'notice' | 'text' | 'picture' | 'video' | 'voice' | 'link' | 'letter';

/** One mail as a source understood it: the words, what they refer to, and the record as received. Names after JMAP (RFC 8621). */
export interface Mail {
  id: string;
  kind: MailKind;
  from: Sender;
  /** A talk or group inside the service, when it has such. */
  group?: { id: string; name: string };
  subject: string;
  preview: string;
  /** ISO 8601 in UTC with seconds, `2020-01-02T12:03:04Z`. */
  receivedAt: string;
  /** The body as received; absent where the service sends plain text only. */
  htmlBody?: string;
  /** The body's words without markup: for search, previews and plain services. */
  text: string;
  /** In the order they appear. */
  assets: AssetRef[];
  isStarred: boolean;
  isUnread: boolean;
  /** The service's own record as JSON text, with secrets cut out. */
  raw: string;
}

/** What a list shows of a stored mail: small, never the body. */
export interface MailRow extends MailKey {
  kind: MailKind;
  from: Sender;
  group?: { id: string; name: string };
  subject: string;
  preview: string;
  receivedAt: string;
  pictureCount: number;
  /** Videos and voices in it; absent: none. */
  videoCount?: number;
  voiceCount?: number;
  isStarred: boolean;
  isUnread: boolean;
  /** True when a later full listing no longer had it. It stays saved. */
  isWithdrawn: boolean;
  /** The service still lists it and answers without words or files. What it said stays; absent: no. */
  isCanceled?: true;
}

/** The rest of a stored mail: what the reader shows. */
export interface MailContent extends MailKey {
  htmlBody?: string;
  text: string;
  raw: string;
  assets: AssetRef[];
}

const needsNoEscape = /^[\w-]*$/;

/** Text form of a key, for maps and element ids; parts are encoded, so no two keys share one. */
export function mailKeyText({ service, account, id }: MailKey): string {
  return `${encodePart(service)}/${encodePart(account)}/${encodePart(id)}`;
}

/** Lists make keys by the hundred thousand, and hardly one of them has anything to encode. */
function encodePart(part: string): string {
  return needsNoEscape.test(part) ? part : encodeURIComponent(part);
}

/** Whether both name the same mail. */
export function isSameMail(a: MailKey, b: MailKey): boolean {
  return a.id === b.id && a.account === b.account && a.service === b.service;
}

/** Newest first; mails of one second in the order of their ids, so that the order is the same everywhere. */
export function compareNewestFirst(
  a: Pick<MailRow, 'receivedAt' | 'id'>,
  b: Pick<MailRow, 'receivedAt' | 'id'>,
): number {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? 1 : -1;
  return a.id === b.id ? 0 : a.id < b.id ? 1 : -1;
}
