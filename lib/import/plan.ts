import type { ErrorCode } from '../errors.ts';
import { mailKeyText, type AccountKey, type MailRow } from '../mail/mail.ts';
import type { IncomingAsset } from './incoming.ts';
import type { ImportDamage } from './report.ts';

/** What one mailbox would gain. */
export interface PlannedMailbox extends AccountKey {
  serviceName: string;
  /** In the backup. */
  mails: number;
  newMails: number;
  /** In the backup, and deleted here by the user. */
  deletedMails: number;
  files: number;
  newFiles: number;
  newBytes: number;
  /** Names of senders, those with most mails first. */
  senders: string[];
  /** ISO times of the oldest and the newest mail; absent without mails. */
  firstAt?: string;
  lastAt?: string;
}

/** What would happen, for the user to look at before it does. */
export interface ImportPlan {
  /** Names of the files or folders. */
  names: string[];
  mailboxes: PlannedMailbox[];
  /** Some of the backups hold only a part of what was stored where they were made. */
  isPartial: boolean;
  /** Volumes of a set that were not chosen. */
  missingVolumes: number[];
  /** Chosen and not understood. */
  refused: { name: string; code: ErrorCode }[];
  /** Data that could not be read; its mails will not come in. */
  damaged: ImportDamage[];
  /** An earlier import of the same files that was not finished. */
  goesOn: boolean;
}

/** What is here already, as far as planning must know. */
export interface KnownHere {
  mailIds: ReadonlySet<string>;
  deletedIds: ReadonlySet<string>;
  savedAssets: ReadonlyMap<string, string>;
}

/** What a plan counts of a mail in a backup. */
export interface CountedMail {
  mail: { row: Pick<MailRow, 'id' | 'from' | 'receivedAt'> };
  assets: readonly IncomingAsset[];
}

/** Counts mails of one mailbox as they are read. */
export interface MailboxCount {
  add(incoming: CountedMail): void;
  result(): PlannedMailbox;
}

/** An empty count. A mail or file that several volumes hold is counted once. */
export function countMailbox(owner: AccountKey & { serviceName: string }, here: KnownHere): MailboxCount {
  const ids = new Set<string>();
  const files = new Set<string>();
  const senders = new Map<string, { name: string; count: number }>();
  const { service, account, serviceName } = owner;
  const box: PlannedMailbox = {
    ...{ service, account, serviceName },
    ...{ mails: 0, newMails: 0, deletedMails: 0, files: 0, newFiles: 0, newBytes: 0, senders: [] },
  };
  const addMail = (row: CountedMail['mail']['row']): void => {
    if (ids.has(row.id)) return;
    ids.add(row.id);
    box.mails += 1;
    if (here.deletedIds.has(row.id)) box.deletedMails += 1;
    else if (!here.mailIds.has(row.id)) box.newMails += 1;
    const sender = senders.get(row.from.id) ?? { name: row.from.name, count: 0 };
    senders.set(row.from.id, { name: row.from.name, count: sender.count + 1 });
    if (box.firstAt === undefined || row.receivedAt < box.firstAt) box.firstAt = row.receivedAt;
    if (box.lastAt === undefined || row.receivedAt > box.lastAt) box.lastAt = row.receivedAt;
  };
  return {
    add({ mail, assets }) {
      addMail(mail.row);
      for (const { ref, path, sizeBytes } of assets) {
        if (path === undefined || files.has(ref.key)) continue;
        files.add(ref.key);
        box.files += 1;
        if (here.savedAssets.has(ref.key)) continue;
        box.newFiles += 1;
        box.newBytes += sizeBytes ?? 0;
      }
    },
    result: () => ({
      ...box,
      senders: [...senders.values()].sort((a, b) => b.count - a.count).map(({ name }) => name),
    }),
  };
}

/** Text that names a mailbox in maps. */
export function mailboxText({ service, account }: AccountKey): string {
  return mailKeyText({ service, account, id: '' });
}
