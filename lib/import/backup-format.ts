import type { ErrorCode } from '../errors.ts';
import type { BackupFiles } from './file-tree.ts';
import type { IncomingBackup } from './incoming.ts';

/** A backup that was recognised and is not read yet. */
export interface FoundBackup {
  /** How the user knows it: the name of the ZIP or folder. */
  name: string;
  /** By their paths inside the backup. */
  files: BackupFiles;
}

/** One format of backups: a folder in `lib/formats` and a line in its registry. It reads and never writes. */
export interface BackupFormat {
  /** Short and fixed: `mail-ark`. */
  readonly id: string;
  /**
   * The folders that each hold a backup of this format, `''` or with their `/`, at any depth and whatever they are called.
   * Empty for anything else. Rejects only with `file-unreadable`.
   */
  recognise(files: BackupFiles): Promise<string[]>;
  /**
   * Opens the backups of this format that were chosen together, so that volumes of a set know of each other: a promise for
   * each, in their order. One rejects with a `MailArkError` when nothing of its backup can be believed.
   */
  open(found: readonly FoundBackup[]): Promise<IncomingBackup>[];
}

/** Something chosen that is no backup, or a backup nothing of which can be believed. */
export interface Refused {
  name: string;
  code: ErrorCode;
}

/** What was recognised among chosen files, and what was not, by name. */
export interface Recognised {
  backups: IncomingBackup[];
  refused: Refused[];
}
