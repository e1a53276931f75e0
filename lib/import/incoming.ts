import type { AssetStatus } from '../mail/asset.ts';
import type { AccountKey } from '../mail/mail.ts';
import type { LastingProblem, MailboxRest } from '../mail/mailbox-rest.ts';
import type { Marks } from '../mail/marks.ts';
import type { KnownMail } from '../mail/known-mail.ts';
import type { CheckRecord } from './check.ts';
import type { ImportDamage } from './report.ts';

/** A file of a mail as a backup knows it. */
export type IncomingAsset = AssetStatus & {
  /** Where its bytes are in the backup; absent where the backup does not hold them. */
  path?: string;
};

/** A file whose bytes the backup holds. */
export type HeldAsset = IncomingAsset & { path: string };

/** One mail of a backup, every word of it checked. */
export interface IncomingMail {
  mail: KnownMail;
  /** The listing's word for this state, where the backup knows it. */
  version?: string;
  /** The reader's name was taken out of its words: they are worth less than any that are here. */
  isWithoutName?: true;
  assets: IncomingAsset[];
}

/** The bytes of a file, compared with every sum the backup has for them. */
export interface IncomingFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** Lower-case hex. */
  sha256: string;
  /** Unsigned. */
  crc32: number;
}

/** What a backup holds besides its mails. */
export interface IncomingRest {
  mailboxes: (AccountKey & MailboxRest)[];
  marks: Marks[];
}

/** How the reading of a backup is watched. */
export interface ReadingWatch {
  /** Ends the reading, which then rejects with the signal's reason. */
  signal: AbortSignal;
  /** Called for every part that cannot be believed. Nothing of that part comes in; the reading goes on. */
  onDamage(damage: ImportDamage): void;
}

/** Which backup of a set this is. Each can be read alone; the set is complete with numbers 1 to `count`. */
export interface BackupVolume {
  /** The same in all of a set. */
  set: string;
  number: number;
  count: number;
}

/**
 * A backup of any format, as the plan, the import and the check see it. Words and files are read when they are asked for.
 * Every call rejects with `file-unreadable` when the files vanish.
 */
export interface IncomingBackup {
  /** How the user knows it: the name of the ZIP or folder. */
  readonly name: string;
  /** Equal for backups of equal content, whatever their files are called. */
  readonly digest: string;
  /** Every mailbox its mails belong to. */
  readonly mailboxes: readonly (AccountKey & { serviceName: string })[];
  /** Mails, and files whose bytes are there, as the backup declares them: for progress only. */
  readonly mailCount: number;
  readonly fileCount: number;
  /** What `check` goes through, for progress. */
  readonly partCount: number;
  /** It holds a part of what was stored where it was made, and says so. */
  readonly isPartial: boolean;
  /** The reader's name was left out of all of it. */
  readonly isWithoutName: boolean;
  /** Absent where the backup is complete by itself. */
  readonly volume?: BackupVolume;
  /** The mails, each time in the same order; few of them are in memory at a time. */
  mails(watch: ReadingWatch): AsyncIterable<IncomingMail>;
  /**
   * The bytes of a file that `mails` named. Rejects with `not-found` where they are missing, `archive-broken` where they are
   * not those the backup lists, or the codes of `BackupFiles.bytes`.
   */
  openFile(asset: HeldAsset): Promise<IncomingFile>;
  rest(watch: ReadingWatch): Promise<IncomingRest>;
  /**
   * Compares the files with what the backup says of them, from the record's cursor on, and notes in the record what is
   * wrong and how far it is. Rejects with the signal's reason.
   */
  check(
    record: CheckRecord,
    watch: { onProgress(record: CheckRecord): Promise<void> | void; signal: AbortSignal },
  ): Promise<void>;
}

/** What an import says about how its mails are to be stored. */
export interface ImportTerms {
  import: string;
  /** ISO time. */
  now: string;
  /** Whether mails that the user deleted here come back. */
  bringsBack: boolean;
  /** The backup's own words on why files are not there, by asset key. */
  problems: ReadonlyMap<string, LastingProblem>;
}

/** What became of mails that came in, counted. */
export type MailsDone = Record<'added' | 'changed' | 'held' | 'deleted', number>;
